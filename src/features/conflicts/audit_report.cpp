// Builds the audit's documents. Words are keys of text/<language>/conflicts.json and conflict.json.
#include "features/conflicts/audit_report.h"

#include <algorithm>
#include <map>
#include <set>

#include "engines/suppression/suppression.h"
#include "features/conflicts/finding_words.h"

namespace chiron::conflicts {
namespace {

using report::Badge;
using report::Callout;
using report::ColumnKind;
using report::Document;
using report::Figures;
using report::Heading;
using report::Integer;
using report::Paragraph;
using report::Priority;
using report::Sentence;
using report::Share;
using report::Table;
using report::Tone;
using text::verbatim;

std::vector<report::Fact> facts_of(const PairAudit& audit, Date prepared_on) {
  return {{Sentence("fact.term"), audit.term},
          {Sentence("fact.pairs"), Integer{static_cast<std::int64_t>(audit.pairs.size())}},
          {Sentence("fact.learners"), Integer{audit.learners}},
          {Sentence("fact.prepared_on"), prepared_on}};
}

Sentence standing_of(const PairAudit& audit) {
  return Sentence("audit.standing")
      .with("mixed", audit.learners_mixed)
      .with("learners", audit.learners)
      .with("unknown", audit.learners_unknown);
}

/// The coordinator is told everything and what to do about it; a reader outside, how it was counted, and no count that
/// points at one to four people.
enum class Reader : std::uint8_t { coordinator, accreditor };

bool points_at_people(std::int64_t count) { return 0 < count && count < suppression::k_program; }

/// The finding in one sentence for a reader outside: a small count of learners is told as "fewer than", and small
/// counts of missing facts are left to the figures.
Sentence standing_without_people(const PairAudit& audit) {
  if (points_at_people(audit.learners_mixed))
    return Sentence("audit.standing.few").with("k", suppression::k_program).with("learners", audit.learners);
  if (points_at_people(audit.learners_unknown))
    return Sentence("audit.standing.known").with("mixed", audit.learners_mixed).with("learners", audit.learners);
  return standing_of(audit);
}

void add_figures(const PairAudit& audit, Reader reader, Document& document) {
  const auto pairs = static_cast<std::int64_t>(audit.pairs.size());
  const auto share = [&](std::int64_t count, std::int64_t of) -> report::Value {
    if (reader == Reader::accreditor && points_at_people(count))
      return Sentence("audit.fewer_than_of").with("k", suppression::k_program).with("count", of);
    return Share{count, of};
  };
  document.add(Figures{{
      {Sentence("audit.figure.mixed"), share(audit.learners_mixed, audit.learners), Sentence(),
       audit.learners_mixed ? Tone::danger : Tone::good},
      {Sentence("audit.figure.blocked"), share(audit.blocked, pairs), Sentence("audit.figure.blocked_note"),
       audit.blocked ? Tone::danger : Tone::good},
      {Sentence("audit.figure.disclosed"), share(audit.disclosed, pairs), Sentence(),
       audit.disclosed ? Tone::attention : Tone::good},
      {Sentence("audit.figure.unknown"), share(audit.unknown, pairs), Sentence("audit.figure.unknown_note"),
       audit.unknown ? Tone::unknown : Tone::good},
  }});
}

void add_rules(const PairAudit& audit, Document& document) {
  Table table{.id = "rules", .caption = Sentence("audit.rules.caption"), .empty = Sentence("audit.rules.empty")};
  table.columns = {{"rule", Sentence("column.rule"), ColumnKind::words, Priority::title},
                   {"level", Sentence("column.level"), ColumnKind::state, Priority::fact},
                   {"pairs", Sentence("column.pairs"), ColumnKind::number, Priority::fact},
                   {"days", Sentence("column.pair_days"), ColumnKind::number, Priority::detail}};
  for (const RuleCount& count : audit.rules)
    table.rows.push_back(
        {{rule_words(count.rule, "title"), level_badge(count.level), Integer{count.pairs}, Integer{count.pair_days}}});
  document.add(std::move(table));
}

/// Groups in which learners of the audit have days without the facts the rules need.
std::vector<std::pair<std::string, std::int64_t>> groups_without_facts(const PairAudit& audit,
                                                                       const duties::RosterFacts& facts) {
  std::set<conflict::Person> unknown;
  for (const auto& pair : audit.pairs)
    if (!pair.verdict.unknown_days.empty()) unknown.insert(pair.pair.learner);
  std::set<conflict::Group> covered;
  for (const auto& coverage : facts.facts.coverage)
    if (coverage.what == conflict::CoverageClass::supervision || coverage.what == conflict::CoverageClass::assessment)
      covered.insert(coverage.group);
  std::map<std::string, std::set<conflict::Person>> learners;
  for (const auto& fact : facts.facts.facts)
    if (fact.kind == conflict::DutyKind::member_of && unknown.contains(fact.holder) && !covered.contains(fact.target) &&
        fact.days.overlaps(audit.term) && facts.groups[fact.target].kind == duties::TargetKind::unit)
      learners[std::string(facts.groups[fact.target].id)].insert(fact.holder);
  std::vector<std::pair<std::string, std::int64_t>> groups;
  for (const auto& [group, members] : learners) groups.emplace_back(group, static_cast<std::int64_t>(members.size()));
  std::sort(groups.begin(), groups.end(),
            [](const auto& a, const auto& b) { return std::pair(-a.second, a.first) < std::pair(-b.second, b.first); });
  return groups;
}

void add_unknown(const PairAudit& audit, const duties::RosterFacts& facts, Reader reader, Document& document) {
  const auto groups = groups_without_facts(audit, facts);
  if (groups.empty()) {
    if (audit.unknown)
      document.add(Callout{Tone::unknown, Sentence("audit.unknown.some"), {}, Sentence("audit.unknown.some.remedy")});
    return;
  }
  std::string names;
  for (std::size_t i = 0; i < groups.size() && i < 5; ++i) names += (i ? ", " : "") + groups[i].first;
  Callout callout{
      Tone::unknown,
      Sentence("audit.unknown.groups").with("groups", names).with("more", groups.size() > 5 ? groups.size() - 5 : 0),
      {},
      Sentence()};
  if (reader == Reader::coordinator) callout.remedy = Sentence("audit.unknown.groups.remedy");
  else callout.body.push_back(Sentence("audit.unknown.groups.counted"));
  document.add(std::move(callout));
}

/// Under this many learners even a total points at people: nothing is said.
constexpr std::uint32_t fewest_learners = suppression::k_identity;
/// More rules than these, those with the most pairs, do not fit on the one page.
constexpr std::size_t rules_shown = 5;
/// More programs than these, the largest first, do not fit on the one page.
constexpr std::size_t programs_shown = 6;

/// The same table for readers outside: a rule that fewer than k pairs break would point at them.
void add_rules_without_people(const PairAudit& audit, Document& document) {
  Table table{.id = "rules", .caption = Sentence("audit.rules.caption_now"), .empty = Sentence("audit.rules.empty")};
  table.columns = {{"rule", Sentence("column.rule"), ColumnKind::words, Priority::title},
                   {"level", Sentence("column.level"), ColumnKind::state, Priority::fact},
                   {"pairs", Sentence("column.pairs"), ColumnKind::number, Priority::fact}};
  std::vector<RuleCount> large;
  std::int64_t small = 0;
  for (const RuleCount& count : audit.rules) {
    if (conflict::rules()[count.rule].window != conflict::Window::now) continue;
    if (count.pairs < suppression::k_program) ++small;
    else large.push_back(count);
  }
  std::ranges::stable_sort(large, std::ranges::greater(), &RuleCount::pairs);
  for (std::size_t i = 0; i < large.size() && i < rules_shown; ++i)
    table.rows.push_back(
        {{rule_words(large[i].rule, "title"), level_badge(large[i].level), Integer{large[i].pairs}}});
  if (large.size() > rules_shown) table.total_rows = static_cast<std::int64_t>(large.size()) + (small ? 1 : 0);
  if (small)
    table.rows.push_back({{Sentence("audit.rules.small").with("count", small), report::Nothing{},
                           Sentence("audit.fewer_than").with("count", small).with("k", suppression::k_program)}});
  document.add(std::move(table));
}

/// Learners with mixed roles by their unit; what would give a few of them away is too few to say.
void add_programs(const PairAudit& audit, const duties::Roster& roster, Document& document) {
  struct Learners {
    std::string_view unit;
    std::set<conflict::Person> all, mixed;
  };
  std::map<std::string_view, Learners> by_unit;
  for (const auto& pair : audit.pairs) {
    auto& unit = by_unit[roster.people[pair.pair.learner].unit];
    unit.unit = roster.people[pair.pair.learner].unit;
    unit.all.insert(pair.pair.learner);
    if (pair.mixed_roles) unit.mixed.insert(pair.pair.learner);
  }
  if (by_unit.size() < 2) return;
  std::vector<const Learners*> order;
  for (const auto& [name, unit] : by_unit) order.push_back(&unit);
  std::ranges::stable_sort(order, std::ranges::greater(), [](const Learners* unit) { return unit->all.size(); });

  suppression::Table counts{.rows = static_cast<std::uint32_t>(order.size()), .columns = 2, .count = {}};
  for (const Learners* unit : order) {
    counts.count.push_back(static_cast<std::uint32_t>(unit->mixed.size()));
    counts.count.push_back(static_cast<std::uint32_t>(unit->all.size() - unit->mixed.size()));
  }
  const auto safe = suppression::suppress(counts);
  // The head of the page shows the totals; where they would give a program away, and where there is no safe table at
  // all, no program is shown: suppression fails closed.
  const bool publishable = safe && safe->total && safe->column_total[0];
  document.add(Heading{Sentence("audit.programs.heading"), 2, "by-program"});
  report::Bars bars{
      .id = "programs", .caption = Sentence("audit.programs.caption"), .unit = report::BarUnit::percent};
  std::vector<std::string_view> too_few;
  for (std::uint32_t row = 0; row < order.size(); ++row) {
    if (!publishable || !safe->at(row, 0) || !safe->at(row, 1)) {
      too_few.push_back(order[row]->unit);
      continue;
    }
    if (bars.bars.size() == programs_shown) continue;
    const auto mixed = order[row]->mixed.size(), all = order[row]->all.size();
    bars.bars.push_back({.label = order[row]->unit.empty() ? Sentence("audit.programs.none")
                                                           : verbatim(std::string(order[row]->unit)),
                         .value = static_cast<double>(mixed) / static_cast<double>(all),
                         .base = static_cast<std::int64_t>(all)});
  }
  if (!bars.bars.empty()) document.add(std::move(bars));
  std::erase(too_few, std::string_view());
  if (too_few.empty()) return;
  std::string names;
  for (std::size_t i = 0; i < too_few.size() && i < programs_shown; ++i)
    names += (i ? ", " : "") + std::string(too_few[i]);
  document.add(Paragraph{
      Sentence("audit.programs.too_few")
          .with("programs", std::move(names))
          .with("more", too_few.size() > programs_shown ? too_few.size() - programs_shown : 0),
      Tone::unknown});
}

}  // namespace

Document accreditor_document(const PairAudit& audit, const duties::Roster& roster, const duties::RosterFacts& facts,
                             Date prepared_on, std::string_view institution) {
  Document document;
  document.title = Sentence("audit.accreditor.title");
  const bool too_few = audit.learners < fewest_learners;
  document.standing =
      too_few ? Sentence("audit.accreditor.too_few").with("k", fewest_learners) : standing_without_people(audit);
  if (!institution.empty())
    document.facts.push_back({Sentence("fact.institution"), verbatim(std::string(institution))});
  document.facts.push_back({Sentence("fact.term"), audit.term});
  document.facts.push_back({Sentence("fact.prepared_on"), prepared_on});
  document.facts.push_back({Sentence("fact.who_sees"), Sentence("who.no_names")});
  if (!too_few) {
    add_figures(audit, Reader::accreditor, document);
    add_programs(audit, roster, document);
    document.add(Heading{Sentence("audit.rules.heading"), 2, "by-rule"});
    add_rules_without_people(audit, document);
  }
  add_unknown(audit, facts, Reader::accreditor, document);
  document.add(Heading{Sentence("audit.method.heading"), 2, "method"});
  document.add(Paragraph{Sentence(facts.coverage_is_derived ? "audit.method.derived" : "audit.method.stated")
                             .with("look_ahead", conflict::standard_look_days)});
  document.add(Paragraph{Sentence("audit.method.limits").with("k", suppression::k_program)});
  return document;
}

Document audit_document(const PairAudit& audit, const duties::Roster& roster, const duties::RosterFacts& facts,
                        Date prepared_on, std::size_t rows_shown) {
  Document document;
  document.title = Sentence("audit.title");
  document.standing = standing_of(audit);
  document.facts = facts_of(audit, prepared_on);
  document.facts.push_back({Sentence("fact.who_sees"), Sentence("who.names")});
  add_figures(audit, Reader::coordinator, document);
  add_unknown(audit, facts, Reader::coordinator, document);

  document.add(Heading{Sentence("audit.pairs.heading"), 2, "pairs"});
  Table table{.id = "findings", .caption = Sentence("audit.pairs.caption"), .empty = Sentence("audit.pairs.empty")};
  table.columns = {{"learner", Sentence("column.learner"), ColumnKind::words, Priority::title},
                   {"educator", Sentence("column.educator"), ColumnKind::words, Priority::fact},
                   {"rule", Sentence("column.rule"), ColumnKind::words, Priority::fact},
                   {"level", Sentence("column.level"), ColumnKind::state, Priority::detail},
                   {"days", Sentence("column.days"), ColumnKind::date, Priority::detail},
                   {"way_out", Sentence("column.remedy"), ColumnKind::words, Priority::detail}};
  std::vector<const AuditedPair*> order;
  for (const auto& pair : audit.pairs)
    if (!pair.verdict.findings.empty()) order.push_back(&pair);
  std::stable_sort(order.begin(), order.end(), [](auto a, auto b) {
    return std::pair(a->mixed_roles, a->verdict.answer) > std::pair(b->mixed_roles, b->verdict.answer);
  });
  std::int64_t rows = 0;
  for (const AuditedPair* pair : order)
    for (const auto& finding : pair->verdict.findings) {
      ++rows;
      if (table.rows.size() == rows_shown) continue;
      table.rows.push_back({{name_of(roster.people[pair->pair.learner]), name_of(roster.people[pair->pair.educator]),
                             rule_words(finding.rule, "title"), level_badge(finding.level), finding.days,
                             rule_words(finding.rule, "remedy")}});
    }
  if (rows > static_cast<std::int64_t>(table.rows.size())) table.total_rows = rows;
  document.add(std::move(table));

  document.add(Heading{Sentence("audit.rules.heading"), 2, "by-rule"});
  add_rules(audit, document);
  return document;
}

}  // namespace chiron::conflicts
