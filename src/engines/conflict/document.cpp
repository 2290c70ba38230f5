// Prints the rule table for people: one section per tie, its windows, each role's setting, and three examples a rule.
#include "engines/conflict/document.h"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <string_view>

#include "engines/conflict/rules.h"

namespace chiron::conflict {
namespace {

constexpr std::string_view opening = R"(# Conflict rules

*Printed from `src/engines/conflict/rules.cpp` by `conflict_rules_doc`; a test compares this file with the table. Change
the table, then print it again.*

A rule looks at the **tie** between an educator X and a learner L on each day of a relationship's term, never on today
alone. On a day it says `allow`, `disclose` (both are told the kind of tie) or `block` (not on this day). The answer for
a pair is the most severe thing said on any day.

| Window | Applies on a day d when |
| --- | --- |
| now | the tie holds on d |
| ahead | it does not hold on d, but on one of the days after d, up to the look-ahead ({look} days unless )"
    R"(a charter says otherwise) |
| back | it does not hold on d, but did on one of the days before d, up to the look-back ({look} days unless )"
    R"(a charter says otherwise) |

| Path | Steps | X is tied to L on a day when |
| --- | --- | --- |
| direct | 0 | X holds the duty towards L, or towards a group (unit, cohort, site) of which L is a member on that day |
| chain | {depth}, or {shallow} to {deep} by charter | X manages somebody who manages … L; )"
    R"(not where X manages L directly |
| delegated | 1 | somebody holds the duty towards L and delegates to X |
| reports_to | 1 | somebody holds the duty towards L and manages X |
| relative | 1 | somebody holds the duty towards L and is related to X, whoever stated it |

Nothing else is followed further: otherwise everybody would be in conflict with everybody.

- **Weakest** is the lowest level a charter may set; it may always go up to `block`. Where standard and weakest are both
  `block`, no charter and no waiver changes it: that is the floor.
- **Waivable**: with the learner's consent, an independent approval and an end date, the finding stays listed as waived
  and no longer counts.
- **Recusable**: on days on which X is recused from this duty for L, the duty does not count, and its look-ahead and
  look-back are silent.
- **Unknown is not none.** Where L has no known group on a day, or no group of L is covered for a class of facts the
  role needs, the answer is `unknown` unless something blocks; it is never shown as green.
- Treating clinicians, therapists and personal reasons are never stored as duties. They are private vetoes, a hard rule
  in matching.

Days are civil days and ranges half-open, `from..to` without the day `to`.

)";

constexpr std::array people{"L", "X", "S", "T"};

std::string name_of_target(const Fact& fact) {
  return fact.target_kind == TargetKind::group ? "unit U" : people[fact.target];
}

std::string described(const Example& example) {
  std::string text;
  const auto separator = [&] { return text.empty() ? "" : "; "; };
  for (const Fact& fact : example.facts.facts)
    text += fmt::format("{}{} {} {} {}", separator(), people[fact.holder], name_of(fact.kind), name_of_target(fact),
                        fact.days.iso());
  for (const Recusal& recusal : example.facts.recusals)
    text += fmt::format("{}{} recused from {} for {} {}", separator(), people[recusal.educator],
                        name_of(recusal.kind), people[recusal.target], recusal.days.iso());
  for (const Waiver& waiver : example.facts.waivers)
    text += fmt::format("{}{} waived {} {}", separator(), people[waiver.learner], rules()[waiver.rule].id,
                        waiver.days.iso());
  return text;
}

std::string kinds_of(const Rule& rule) {
  std::string text;
  for (DutyKind kind : all_duty_kinds)
    if (rule.has(kind)) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name_of(kind));
  return text;
}

std::string cell(const RoleSetting& setting) {
  std::string text(name_of(setting.standard));
  if (setting.standard == setting.weakest && setting.standard != Level::allow) {
    text = fmt::format("**{}**", text);
  } else if (setting.standard != setting.weakest) {
    text += fmt::format(" (≥ {})", name_of(setting.weakest));
  }
  if (setting.waivable) text += ", waivable";
  if (setting.recusable) text += ", recusable";
  return text;
}

}  // namespace

std::string rules_document() {
  std::string out = fmt::format(fmt::runtime(opening), fmt::arg("look", standard_look_days),
                                fmt::arg("depth", standard_chain), fmt::arg("shallow", shallowest_chain),
                                fmt::arg("deep", deepest_chain));
  auto to = std::back_inserter(out);

  fmt::format_to(to, "## The table\n\n**Bold**: the standard is also the weakest setting. (≥ x): a charter may go "
      "down to x.\n\n| Rule |");
  for (Role role : all_roles) fmt::format_to(to, " {} |", name_of(role));
  fmt::format_to(to, "\n| --- |");
  for (std::size_t at = 0; at < role_count; ++at) fmt::format_to(to, " --- |");
  fmt::format_to(to, "\n");
  for (const Rule& rule : rules()) {
    fmt::format_to(to, "| `{}` |", rule.id);
    for (Role role : all_roles) fmt::format_to(to, " {} |", cell(rule.of(role)));
    fmt::format_to(to, "\n");
  }

  fmt::format_to(to, "\n## Rules and examples\n\nL is the learner, X the educator, S and T other people, U a unit.\n");
  std::string_view tie;
  for (const Rule& rule : rules()) {
    if (rule.tie != tie) {
      tie = rule.tie;
      fmt::format_to(to, "\n### {}\n\nPath {}; duty {}.\n", tie, name_of(rule.path), kinds_of(rule));
    }
    fmt::format_to(to, "\n**`{}`** ({})\n\n| Facts | Day | Role | It says | Because |\n| --- | --- | --- | --- | "
        "--- |\n",
                   rule.id, name_of(rule.window));
    for (const Example& example : examples()) {
      if (example.rule != rule.id) continue;
      fmt::format_to(to, "| {} | {} | {} | {} | {} |\n", described(example), example.day.iso(), name_of(example.role),
                     name_of(example.expected), example.text);
    }
  }
  return out;
}

}  // namespace chiron::conflict
