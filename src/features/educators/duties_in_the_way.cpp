// The conflict engine over the facts around one educator and the program's learners.
#include "features/educators/duties_in_the_way.h"

#include <map>
#include <set>

#include "engines/conflict/judge.h"
#include "features/conflicts/neighborhood.h"
#include "features/duties/duty_store.h"
#include "features/people/display_name.h"

namespace chiron::educators {
namespace {

Result<std::map<duties::DutyId, OwnDuty>> own_duties(db::ReadTransaction& read, InstitutionId institution,
                                                     PersonId person) {
  std::map<duties::DutyId, OwnDuty> own;
  TRY(read.query(sql::own_duties, institution, person).each([&](const db::Row& row) {
    const auto kind = conflict::parse_duty_kind(row.get<std::string_view>(1));
    if (!kind) return;
    auto towards = row.get<std::optional<std::string>>(2).value_or("");
    if (towards.empty())
      towards = people::full_name(row.get<std::optional<std::string>>(3).value_or(""),
                                  row.get<std::optional<std::string>>(4).value_or(""));
    own.emplace(row.get<duties::DutyId>(0), OwnDuty{*kind, std::move(towards), {row.get<Date>(5), row.get<Date>(6)}});
  }));
  return own;
}

}  // namespace

Result<std::vector<InTheWay>> duties_in_the_way(db::ReadTransaction& read, InstitutionId institution,
                                                const programs::Program& program, PersonId educator) {
  std::vector<conflicts::People> pairs;
  for (const Participant& learner : TRY(learners_of(read, institution, program)))
    if (learner.id != educator) pairs.push_back({learner.id, educator});
  if (pairs.empty()) return std::vector<InTheWay>();
  const auto around = TRY(conflicts::facts_around(read, institution, pairs, program.role, conflicts::Asked::findings));
  const auto own = TRY(own_duties(read, institution, educator));
  const auto index = conflict::build(around.facts);
  std::vector<conflict::Person> learners;
  for (const auto& pair : pairs) learners.push_back(around.number_of(pair.learner));
  const std::vector<conflict::Person> alone{around.number_of(educator)};

  struct Found {
    std::set<conflict::Person> learners;
    std::set<duties::DutyId> duties;
  };
  std::map<conflict::RuleIndex, Found> by_rule;
  conflict::for_each_finding(
      index, program.policy, learners, alone, program.term,
      [&](conflict::Pair pair, std::span<const conflict::Finding> findings) {
        for (const auto& finding : findings) {
          if (finding.level != conflict::Level::block || finding.standing != conflict::Standing::applies) continue;
          Found& found = by_rule[finding.rule];
          found.learners.insert(pair.learner);
          for (const auto fact : finding.evidence)
            if (own.contains(around.duties[fact])) found.duties.insert(around.duties[fact]);
        }
        return true;
      });
  std::vector<InTheWay> out;
  for (const auto& [rule, found] : by_rule) {
    InTheWay one{rule, static_cast<std::int64_t>(found.learners.size()), {}};
    for (const auto& duty : found.duties) one.duties.push_back(own.at(duty));
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace chiron::educators
