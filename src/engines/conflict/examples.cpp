// Three day-level examples for each rule. The levels are written down here, not looked up: the tests hold the table and
// the judge to them, and docs/conflict-rules.md prints them.
#include <string_view>

#include "engines/conflict/rules.h"

namespace chiron::conflict {
namespace {

/// How the facts of an example are laid out. The duty lasts from 1 September to 30 November 2027.
enum class Shape : std::uint8_t {
  person,      ///< the duty is towards the learner
  unit,        ///< the duty is towards a unit; the learner is in it in October
  short_link,  ///< as person, but the fact that links the educator to it ends with September
  longer,      ///< as person, with one more manager in between
  reversed,    ///< as person, with holder and target exchanged
  recused,     ///< as unit, and the educator is recused from the learner's case in October
  waived,      ///< as person, and the learner waived the rule for 2028
};

struct Line {
  std::string_view rule;
  Role role;
  Shape shape;
  Level expected;
  std::string_view text;
  struct {
    int year, month, day;
  } on;
};

using enum Role;
using enum Shape;
constexpr Level allow = Level::allow, disclose = Level::disclose, block = Level::block;

constexpr Line lines[] = {
    {"supervises_now", mentor, person, block, "the first day of the duty", {2027, 9, 1}},
    {"supervises_now", peer_mentor, unit, block, "the last day of the learner's stay", {2027, 10, 31}},
    {"supervises_now", coach, unit, allow, "the learner has left; now the look-back speaks", {2027, 11, 1}},

    {"supervises_ahead", mentor, person, block, "365 days before the duty begins", {2026, 9, 1}},
    {"supervises_ahead", peer_mentor, person, disclose, "the day before", {2027, 8, 31}},
    {"supervises_ahead", mentor, person, allow, "366 days before: too far off", {2026, 8, 31}},

    {"supervises_back", coach, person, block, "365 days after the last day", {2028, 11, 29}},
    {"supervises_back", peer_mentor, person, disclose, "the day after the last day", {2027, 12, 1}},
    {"supervises_back", mentor, waived, allow, "waived by the learner, and approved", {2028, 3, 1}},

    {"supervises_clinically_now", mentor, person, block, "the first day of the duty", {2027, 9, 1}},
    {"supervises_clinically_now", peer_mentor, unit, disclose, "the last day of the learner's stay", {2027, 10, 31}},
    {"supervises_clinically_now", coach, unit, allow, "the learner has left; now the look-back speaks", {2027, 11, 1}},

    {"supervises_clinically_ahead", mentor, person, block, "365 days before the duty begins", {2026, 9, 1}},
    {"supervises_clinically_ahead", peer_mentor, person, disclose, "the day before", {2027, 8, 31}},
    {"supervises_clinically_ahead", mentor, person, allow, "366 days before: too far off", {2026, 8, 31}},

    {"supervises_clinically_back", coach, person, block, "365 days after the last day", {2028, 11, 29}},
    {"supervises_clinically_back", peer_mentor, person, disclose, "the day after the last day", {2027, 12, 1}},
    {"supervises_clinically_back", mentor, waived, allow, "waived by the learner, and approved", {2028, 3, 1}},

    {"evaluates_now", mentor, person, block, "the first day of the duty", {2027, 9, 1}},
    {"evaluates_now", peer_mentor, unit, block, "the last day of the learner's stay", {2027, 10, 31}},
    {"evaluates_now", coach, unit, allow, "the learner has left; now the look-back speaks", {2027, 11, 1}},

    {"evaluates_ahead", mentor, person, block, "365 days before the duty begins", {2026, 9, 1}},
    {"evaluates_ahead", peer_mentor, person, disclose, "the day before", {2027, 8, 31}},
    {"evaluates_ahead", mentor, person, allow, "366 days before: too far off", {2026, 8, 31}},

    {"evaluates_back", coach, person, block, "365 days after the last day", {2028, 11, 29}},
    {"evaluates_back", peer_mentor, person, disclose, "the day after the last day", {2027, 12, 1}},
    {"evaluates_back", mentor, waived, allow, "waived by the learner, and approved", {2028, 3, 1}},

    {"assesses_now", mentor, person, block, "the first day of the duty", {2027, 9, 1}},
    {"assesses_now", academic_counselor, unit, block, "the last day of the learner's stay", {2027, 10, 31}},
    {"assesses_now", coach, unit, allow, "the learner has left; now the look-back speaks", {2027, 11, 1}},

    {"assesses_ahead", mentor, person, block, "365 days before the duty begins", {2026, 9, 1}},
    {"assesses_ahead", academic_counselor, person, block, "the day before", {2027, 8, 31}},
    {"assesses_ahead", mentor, person, allow, "366 days before: too far off", {2026, 8, 31}},

    {"assesses_back", coach, person, block, "365 days after the last day", {2028, 11, 29}},
    {"assesses_back", academic_counselor, person, disclose, "the day after the last day", {2027, 12, 1}},
    {"assesses_back", mentor, waived, allow, "waived by the learner, and approved", {2028, 3, 1}},

    {"delegated_assessment_now", mentor, person, block, "the first day of the duty", {2027, 9, 1}},
    {"delegated_assessment_now", peer_mentor, unit, block, "the last day of the learner's stay", {2027, 10, 31}},
    {"delegated_assessment_now",
     mentor,
     short_link,
     allow,
     "the delegation has ended, the duty has not",
     {2027, 10, 1}},

    {"delegated_assessment_ahead", mentor, person, block, "365 days before the duty begins", {2026, 9, 1}},
    {"delegated_assessment_ahead", peer_mentor, person, disclose, "the day before", {2027, 8, 31}},
    {"delegated_assessment_ahead", mentor, person, allow, "366 days before: too far off", {2026, 8, 31}},

    {"delegated_assessment_back", coach, person, block, "365 days after the last day", {2028, 11, 29}},
    {"delegated_assessment_back", peer_mentor, person, disclose, "the day after the last day", {2027, 12, 1}},
    {"delegated_assessment_back", mentor, waived, allow, "waived by the learner, and approved", {2028, 3, 1}},

    {"appraises_now", mentor, person, block, "the first day of the duty", {2027, 9, 1}},
    {"appraises_now", academic_advisor, unit, disclose, "the last day of the learner's stay", {2027, 10, 31}},
    {"appraises_now", coach, unit, allow, "the learner has left; now the look-back speaks", {2027, 11, 1}},

    {"appraises_ahead", mentor, person, block, "365 days before the duty begins", {2026, 9, 1}},
    {"appraises_ahead", academic_advisor, person, disclose, "the day before", {2027, 8, 31}},
    {"appraises_ahead", mentor, person, allow, "366 days before: too far off", {2026, 8, 31}},

    {"appraises_back", coach, person, block, "365 days after the last day", {2028, 11, 29}},
    {"appraises_back", academic_advisor, person, disclose, "the day after the last day", {2027, 12, 1}},
    {"appraises_back", mentor, waived, allow, "waived by the learner, and approved", {2028, 3, 1}},

    {"manages_now", mentor, person, block, "the first day of the duty", {2027, 9, 1}},
    {"manages_now", career_advisor, unit, disclose, "the last day of the learner's stay", {2027, 10, 31}},
    {"manages_now", coach, unit, allow, "the learner has left; now the look-back speaks", {2027, 11, 1}},

    {"manages_ahead", mentor, person, block, "365 days before the duty begins", {2026, 9, 1}},
    {"manages_ahead", career_advisor, person, disclose, "the day before", {2027, 8, 31}},
    {"manages_ahead", mentor, person, allow, "366 days before: too far off", {2026, 8, 31}},

    {"manages_back", coach, person, block, "365 days after the last day", {2028, 11, 29}},
    {"manages_back", career_advisor, person, allow, "the day after the last day", {2027, 12, 1}},
    {"manages_back", mentor, waived, allow, "waived by the learner, and approved", {2028, 3, 1}},

    {"panel_now", mentor, person, block, "the first day of the duty", {2027, 9, 1}},
    {"panel_now", academic_counselor, unit, block, "the last day of the learner's stay", {2027, 10, 31}},
    {"panel_now", mentor, recused, allow, "the educator is recused from this learner's case", {2027, 10, 15}},

    {"panel_ahead", mentor, person, block, "365 days before the duty begins", {2026, 9, 1}},
    {"panel_ahead", academic_counselor, person, block, "the day before", {2027, 8, 31}},
    {"panel_ahead", mentor, recused, allow, "recused for as long as the learner is in the unit", {2027, 9, 15}},

    {"panel_back", coach, person, block, "365 days after the last day", {2028, 11, 29}},
    {"panel_back", academic_counselor, person, disclose, "the day after the last day", {2027, 12, 1}},
    {"panel_back", mentor, waived, allow, "waived by the learner, and approved", {2028, 3, 1}},

    {"panel_file", mentor, unit, block, "the first day of the learner's stay", {2027, 10, 1}},
    {"panel_file", academic_advisor, unit, disclose, "an advisor may prepare it, and says so", {2027, 10, 1}},
    {"panel_file", coach, recused, allow, "recused from preparing this file", {2027, 10, 15}},

    {"management_chain", mentor, person, block, "manager of the learner's manager", {2027, 9, 1}},
    {"management_chain", mentor, longer, allow, "three steps up: beyond the standard depth of two", {2027, 9, 1}},
    {"management_chain", academic_advisor, short_link, disclose, "the last day of the upper step", {2027, 9, 30}},

    {"directs_unit", mentor, unit, block, "while the learner is in the unit", {2027, 10, 15}},
    {"directs_unit", academic_advisor, unit, disclose, "disclosed", {2027, 10, 15}},
    {"directs_unit", coach, unit, allow, "the learner has left the unit", {2027, 11, 1}},

    {"reports_to_supervisor", mentor, person, disclose, "could be leaned on", {2027, 9, 1}},
    {"reports_to_supervisor", career_advisor, person, allow, "no matter for a career advisor", {2027, 9, 1}},
    {"reports_to_supervisor", coach, short_link, allow, "works for somebody else by now", {2027, 10, 1}},

    {"related_to_assessor", mentor, person, disclose, "the first day", {2027, 9, 1}},
    {"related_to_assessor", academic_counselor, unit, disclose, "through the unit", {2027, 10, 15}},
    {"related_to_assessor", career_advisor, person, allow, "no matter for a career advisor", {2027, 9, 1}},

    {"selects", mentor, person, disclose, "disclosed; then end the role or recuse", {2027, 9, 1}},
    {"selects", career_advisor, person, block, "the last day", {2027, 11, 30}},
    {"selects", mentor, recused, allow, "recused from this selection", {2027, 10, 15}},

    {"referees", mentor, person, disclose, "disclosed", {2027, 9, 1}},
    {"referees", coach, person, block, "not as coach", {2027, 9, 1}},
    {"referees", academic_advisor, person, allow, "writing references belongs to advising", {2027, 9, 1}},

    {"sets_rota", peer_mentor, unit, block, "a chief resident who writes the rota", {2027, 10, 15}},
    {"sets_rota", mentor, person, disclose, "disclosed", {2027, 9, 1}},
    {"sets_rota", peer_mentor, unit, allow, "the learner has left the unit", {2027, 11, 1}},

    {"investigates", mentor, person, block, "the first day", {2027, 9, 1}},
    {"investigates", supervisory_coach, person, disclose, "even in an open role it is said", {2027, 9, 1}},
    {"investigates", mentor, person, allow, "the investigation is over", {2027, 12, 1}},

    {"thesis", mentor, person, disclose, "disclosed", {2027, 9, 1}},
    {"thesis", coach, person, block, "not as coach", {2027, 9, 1}},
    {"thesis", academic_advisor, person, allow, "no matter for an advisor", {2027, 9, 1}},

    {"related", mentor, person, block, "the first day", {2027, 9, 1}},
    {"related", peer_mentor, reversed, block, "stated the other way round: the same", {2027, 9, 1}},
    {"related", career_advisor, person, disclose, "disclosed", {2027, 11, 30}},

    {"declared_other", mentor, person, disclose, "disclosed", {2027, 9, 1}},
    {"declared_other", supervisory_coach, person, disclose, "disclosed", {2027, 9, 1}},
    {"declared_other", mentor, person, allow, "it has ended", {2027, 12, 1}},
};

Date day(int year, int month, int number) { return *Date::of(year, month, number); }

constexpr Person learner = 0, educator = 1, third = 2, fourth = 3;
constexpr Group unit_group = 0;

/// The duty kind an example uses where a rule has several.
DutyKind kind_of(const Rule& rule) {
  if (rule.path == Path::relative) return DutyKind::assesses;
  for (DutyKind kind : all_duty_kinds)
    if (rule.has(kind)) return kind;
  return DutyKind::other;
}

Facts lay_out(const Rule& rule, RuleIndex rule_at, Shape shape) {
  const DateRange autumn{day(2027, 9, 1), day(2027, 12, 1)};
  const DateRange september{day(2027, 9, 1), day(2027, 10, 1)};
  const DateRange october{day(2027, 10, 1), day(2027, 11, 1)};
  const bool through_unit = shape == unit || shape == recused;
  const DutyKind kind = kind_of(rule);

  Facts facts;
  facts.groups = 1;
  const auto add = [&](DutyKind what, Person holder, TargetKind target_kind, std::uint32_t target, DateRange days) {
    facts.facts.push_back({what, target_kind, holder, target, days, 0});
  };
  const auto link = [&](DutyKind what, Person holder, Person target) {
    add(what, holder, TargetKind::person, target, shape == short_link ? september : autumn);
  };
  Person holder = rule.path == Path::direct ? educator : third;
  if (through_unit) {
    add(kind, holder, TargetKind::group, unit_group, autumn);
    add(DutyKind::member_of, learner, TargetKind::group, unit_group, october);
  } else if (shape == reversed) {
    add(kind, learner, TargetKind::person, holder, autumn);
  } else {
    add(kind, holder, TargetKind::person, learner, autumn);
  }
  switch (rule.path) {
    case Path::direct: break;
    case Path::chain:
      if (shape == longer) {
        link(DutyKind::manages, fourth, third);
        link(DutyKind::manages, educator, fourth);
      } else {
        link(DutyKind::manages, educator, third);
      }
      break;
    case Path::delegated: link(DutyKind::delegates_to, third, educator); break;
    case Path::reports_to: link(DutyKind::manages, third, educator); break;
    case Path::relative: link(DutyKind::related_to, educator, third); break;
  }
  if (shape == recused) facts.recusals.push_back({educator, TargetKind::person, learner, october, kind});
  if (shape == waived) facts.waivers.push_back({learner, educator, rule_at, {day(2028, 1, 1), day(2029, 1, 1)}});
  facts.people = shape == longer ? 4 : rule.path == Path::direct ? 2 : 3;
  return facts;
}

std::vector<Example> make_examples() {
  std::vector<Example> made;
  for (const Line& line : lines) {
    const RuleIndex at = *find_rule(line.rule);
    made.push_back({line.rule, line.role, line.text, day(line.on.year, line.on.month, line.on.day), line.expected,
                    lay_out(rules()[at], at, line.shape)});
  }
  return made;
}

}  // namespace

const std::vector<Example>& examples() {
  static const std::vector<Example> made = make_examples();
  return made;
}

}  // namespace chiron::conflict
