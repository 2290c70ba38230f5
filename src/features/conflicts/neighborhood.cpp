// Walking outwards from some pairs, one query a step.
#include "features/conflicts/neighborhood.h"

#include <set>
#include <string>

#include "features/duties/roster_facts.h"

namespace chiron::conflicts {
namespace {

using duties::DutyId;

/// Through whom a way can lead from the people about whom facts were read.
struct Met {
  std::set<PersonId> managers;  ///< who manages one of them
  std::set<PersonId> others;    ///< who delegates to one of them, and who is related to one
};

/// Whose duties towards groups are taken.
enum class Groups : std::uint8_t {
  all,
  met,  ///< of groups that came up before
};

/// Gives people and groups their dense numbers while facts are read.
class Builder {
 public:
  explicit Builder(Neighborhood& into) : into_(into) {}

  conflict::Person person(const PersonId& id) {
    return into_.numbers.try_emplace(id, static_cast<conflict::Person>(into_.numbers.size())).first->second;
  }
  conflict::Group group(std::string_view kind, std::string_view name) { return group(name_of_group(kind, name)); }

  /// Reads facts of one of the statements that say what there is around people.
  Result<Met> read_facts(db::ReadTransaction& read, const db::Sql& statement, InstitutionId institution,
                         const std::vector<PersonId>& whom, Groups groups = Groups::all) {
    using enum conflict::DutyKind;
    Met met;
    TRY(read.query(statement, institution, whom).each([&](const db::Row& row) {
      const auto kind = conflict::parse_duty_kind(row.get<std::string_view>(1));
      if (!kind) return;
      const auto holder = row.get<PersonId>(2);
      const auto target = row.get<std::optional<PersonId>>(3);
      if (*kind == manages) met.managers.insert(holder);
      if (*kind == delegates_to || *kind == related_to) met.others.insert(holder);
      if (*kind == related_to && target) met.others.insert(*target);
      std::string name;
      if (!target) name = name_of_group(row.get<std::string_view>(4), row.get<std::string_view>(5));
      if (!target && groups == Groups::met && !groups_.contains(name)) return;
      const auto id = row.get<DutyId>(0);
      if (!seen_.insert(id).second) return;
      conflict::Fact fact;
      fact.kind = *kind;
      fact.holder = person(holder);
      if (target) {
        fact.target_kind = conflict::TargetKind::person;
        fact.target = person(*target);
      } else {
        fact.target_kind = conflict::TargetKind::group;
        fact.target = group(std::move(name));
      }
      fact.days = {row.get<Date>(6), row.get<Date>(7)};
      into_.facts.facts.push_back(fact);
      into_.duties.push_back(id);
    }));
    return met;
  }

  /// Coverage as stated.
  Result<> read_stated_coverage(db::ReadTransaction& read, InstitutionId institution,
                                const std::vector<PersonId>& learners) {
    return read.query(sql::coverage_of_members, institution, learners).each([&](const db::Row& row) {
      if (const auto what = conflict::parse_coverage_class(row.get<std::string_view>(0)))
        cover(group(row.get<std::string_view>(1), row.get<std::string_view>(2)), *what,
              {row.get<Date>(3), row.get<Date>(4)});
    });
  }

  /// Coverage that the duties themselves suggest, of the groups that the learners belong to.
  Result<> derive_coverage(db::ReadTransaction& read, InstitutionId institution,
                           const std::vector<PersonId>& learners) {
    std::set<conflict::Person> numbers;
    for (const PersonId& learner : learners) numbers.insert(person(learner));
    std::set<conflict::Group> groups;
    for (const conflict::Fact& fact : into_.facts.facts) {
      if (fact.target_kind != conflict::TargetKind::group) continue;
      const auto what = conflict::coverage_class_of(fact.kind);
      if (fact.kind == conflict::DutyKind::member_of) {
        if (numbers.contains(fact.holder)) groups.insert(fact.target);
      } else if (duties::is_derived_from_duties(what)) {
        cover(fact.target, what, fact.days);
      }
    }
    TRY(read.query(sql::duties_in_units_of, institution, learners).each([&](const db::Row& row) {
      const auto kind = conflict::parse_duty_kind(row.get<std::string_view>(0));
      if (!kind || *kind == conflict::DutyKind::member_of) return;
      const auto what = conflict::coverage_class_of(*kind);
      if (!duties::is_derived_from_duties(what)) return;
      const DateRange membership{row.get<Date>(2), row.get<Date>(3)}, duty{row.get<Date>(4), row.get<Date>(5)};
      cover(group("unit", row.get<std::string_view>(1)), what, membership.intersect(duty));
    }));
    for (const auto what : conflict::all_coverage_classes) {
      if (duties::is_derived_from_duties(what) || !TRY(has_any(read, institution, what))) continue;
      for (const conflict::Group group : groups) cover(group, what, DateRange{});
    }
    return {};
  }

  void finish() {
    into_.facts.people = static_cast<std::uint32_t>(into_.numbers.size());
    into_.facts.groups = static_cast<std::uint32_t>(groups_.size());
  }

 private:
  static std::string name_of_group(std::string_view kind, std::string_view name) {
    return std::string(kind) + ":" + std::string(name);
  }
  conflict::Group group(std::string name) {
    return groups_.try_emplace(std::move(name), static_cast<conflict::Group>(groups_.size())).first->second;
  }
  void cover(conflict::Group group, conflict::CoverageClass what, DateRange days) {
    if (!days.empty()) into_.facts.coverage.push_back({group, what, days});
  }

  /// Whether the institution knows of any duty of one of the two classes that do not follow from days.
  static Result<bool> has_any(db::ReadTransaction& read, InstitutionId institution, conflict::CoverageClass what) {
    const auto& statement = what == conflict::CoverageClass::management ? sql::has_management : sql::has_ties;
    return read.query(statement, institution).one<bool>();
  }

  Neighborhood& into_;
  std::map<std::string, conflict::Group> groups_;
  std::set<DutyId> seen_;
};

std::vector<PersonId> listed(const std::set<PersonId>& people) { return {people.begin(), people.end()}; }

}  // namespace

Result<Neighborhood> facts_around(db::ReadTransaction& read, InstitutionId institution, std::span<const People> pairs,
                                  conflict::Role role, Asked asked) {
  Neighborhood found;
  Builder builder(found);
  std::set<PersonId> learner_set, educator_set;
  for (const People& pair : pairs) learner_set.insert(pair.learner), educator_set.insert(pair.educator);
  const auto learners = listed(learner_set), educators = listed(educator_set);
  std::set<PersonId> visited = learner_set;
  visited.insert(educators.begin(), educators.end());
  for (const PersonId& person : visited) builder.person(person);
  auto [above, holders] = TRY(builder.read_facts(read, sql::facts_near, institution, listed(visited)));
  // A way leads through a duty towards a learner's group only if its holder is the educator or one step away.
  if (asked == Asked::findings) {
    holders.insert(above.begin(), above.end());
    holders.insert(educators.begin(), educators.end());
    TRY(builder.read_facts(read, sql::duties_over_groups, institution, listed(holders), Groups::met));
  } else {
    TRY(builder.read_facts(read, sql::duties_towards_groups_of, institution, learners));
  }
  // A chain of n steps needs the managers of n - 1 people above the learner.
  for (int step = 1; step < conflict::deepest_chain; ++step) {
    std::vector<PersonId> next;
    for (const PersonId& manager : above)
      if (visited.insert(manager).second) next.push_back(manager);
    if (next.empty()) break;
    above = TRY(builder.read_facts(read, sql::management_above, institution, next)).managers;
  }
  TRY(read.query(sql::recusals_between, institution, educators, learners).each([&](const db::Row& row) {
    const auto what = duties::parse_recused_from(row.get<std::string_view>(2));
    if (!what) return;
    const DateRange days{row.get<Date>(3), row.get<Date>(4)};
    for (const auto kind : duties::lifted_by(*what))
      found.facts.recusals.push_back({builder.person(row.get<PersonId>(0)), conflict::TargetKind::person,
                                      builder.person(row.get<PersonId>(1)), days, kind});
  }));
  TRY(read_waivers(read, institution, learners, educators, role,
                   [&](PersonId learner, PersonId educator, conflict::RuleIndex rule, DateRange days) {
                     found.facts.waivers.push_back({builder.person(learner), builder.person(educator), rule, days});
                   }));
  if (asked == Asked::findings_and_coverage) {
    if (TRY(read.query(sql::coverage_is_stated, institution).one<bool>()))
      TRY(builder.read_stated_coverage(read, institution, learners));
    else TRY(builder.derive_coverage(read, institution, learners));
  }
  builder.finish();
  return found;
}

Result<> read_waivers(db::ReadTransaction& read, InstitutionId institution, const std::vector<PersonId>& learners,
                      const std::vector<PersonId>& educators, conflict::Role role, const AddWaiver& add) {
  return read.query(sql::waivers_between, institution, learners, educators, conflict::name_of(role))
      .each([&](const db::Row& row) {
        if (const auto rule = conflict::find_rule(row.get<std::string_view>(2)))
          add(row.get<PersonId>(0), row.get<PersonId>(1), *rule, {row.get<Date>(3), row.get<Date>(4)});
      });
}

}  // namespace chiron::conflicts
