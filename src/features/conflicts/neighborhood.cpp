// Walking outwards from a pair.
#include "features/conflicts/neighborhood.h"

#include <map>
#include <set>
#include <string>

#include "features/duties/roster_facts.h"

namespace chiron::conflicts {
namespace {

using DutyId = Id<struct DutyTag>;

/// Gives people and groups their dense numbers while facts are read.
class Builder {
 public:
  explicit Builder(Neighborhood& into) : into_(into) {}

  conflict::Person person(const PersonId& id) {
    return people_.try_emplace(id, static_cast<conflict::Person>(people_.size())).first->second;
  }
  conflict::Group group(std::string_view kind, std::string_view name) {
    return groups_
        .try_emplace(std::string(kind) + ":" + std::string(name), static_cast<conflict::Group>(groups_.size()))
        .first->second;
  }

  /// Reads the duties towards a person, their memberships and relations; returns who manages them.
  Result<std::set<PersonId>> read_towards(db::ReadTransaction& read, InstitutionId institution, PersonId whom) {
    std::set<PersonId> managers;
    TRY(read.query(sql::facts_towards, institution, whom).each([&](const db::Row& row) {
      const auto kind = conflict::parse_duty_kind(row.get<std::string_view>(1));
      if (!kind) return;
      const auto holder = row.get<PersonId>(2);
      if (*kind == conflict::DutyKind::manages && holder != whom) managers.insert(holder);
      if (!seen_.insert(row.get<DutyId>(0)).second) return;
      conflict::Fact fact;
      fact.kind = *kind;
      fact.holder = person(holder);
      if (const auto target = row.get<std::optional<PersonId>>(3)) {
        fact.target_kind = conflict::TargetKind::person;
        fact.target = person(*target);
      } else {
        fact.target_kind = conflict::TargetKind::group;
        fact.target = group(row.get<std::string_view>(4), row.get<std::string_view>(5));
      }
      fact.days = {row.get<Date>(6), row.get<Date>(7)};
      into_.facts.facts.push_back(fact);
    }));
    return managers;
  }

  /// Coverage as stated.
  Result<> read_stated_coverage(db::ReadTransaction& read, InstitutionId institution, PersonId learner) {
    return read.query(sql::coverage_of_member, institution, learner).each([&](const db::Row& row) {
      if (const auto what = conflict::parse_coverage_class(row.get<std::string_view>(0)))
        cover(group(row.get<std::string_view>(1), row.get<std::string_view>(2)), *what,
              {row.get<Date>(3), row.get<Date>(4)});
    });
  }

  /// Coverage that the duties themselves suggest, of the groups that the learner belongs to.
  Result<> derive_coverage(db::ReadTransaction& read, InstitutionId institution, PersonId learner) {
    std::set<conflict::Group> groups;
    for (const conflict::Fact& fact : into_.facts.facts) {
      if (fact.target_kind != conflict::TargetKind::group) continue;
      const auto what = conflict::coverage_class_of(fact.kind);
      if (fact.kind == conflict::DutyKind::member_of) {
        if (fact.holder == into_.learner) groups.insert(fact.target);
      } else if (duties::is_derived_from_duties(what)) {
        cover(fact.target, what, fact.days);
      }
    }
    TRY(read.query(sql::duties_in_units_of, institution, learner).each([&](const db::Row& row) {
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
    into_.facts.people = static_cast<std::uint32_t>(people_.size());
    into_.facts.groups = static_cast<std::uint32_t>(groups_.size());
  }

 private:
  void cover(conflict::Group group, conflict::CoverageClass what, DateRange days) {
    if (!days.empty()) into_.facts.coverage.push_back({group, what, days});
  }

  /// Whether the institution knows of any duty of one of the two classes that do not follow from days.
  static Result<bool> has_any(db::ReadTransaction& read, InstitutionId institution, conflict::CoverageClass what) {
    const auto& statement = what == conflict::CoverageClass::management ? sql::has_management : sql::has_ties;
    return read.query(statement, institution).one<bool>();
  }

  Neighborhood& into_;
  std::map<PersonId, conflict::Person> people_;
  std::map<std::string, conflict::Group> groups_;
  std::set<DutyId> seen_;
};

}  // namespace

Result<Neighborhood> facts_around(db::ReadTransaction& read, InstitutionId institution, PersonId learner,
                                  PersonId educator, conflict::Role role, Asked asked) {
  Neighborhood found;
  Builder builder(found);
  found.learner = builder.person(learner);
  found.educator = builder.person(educator);
  std::set<PersonId> visited{learner, educator};
  auto above = TRY(builder.read_towards(read, institution, learner));
  TRY(builder.read_towards(read, institution, educator));
  // A chain of n steps needs the managers of n - 1 people above the learner.
  for (int step = 1; step < conflict::deepest_chain; ++step) {
    std::set<PersonId> next;
    for (const PersonId& manager : above) {
      if (!visited.insert(manager).second) continue;
      for (const PersonId& higher : TRY(builder.read_towards(read, institution, manager))) next.insert(higher);
    }
    above = std::move(next);
  }
  TRY(read.query(sql::recusals_of, institution, educator, learner).each([&](const db::Row& row) {
    const auto what = duties::parse_recused_from(row.get<std::string_view>(0));
    if (!what) return;
    for (const auto kind : duties::lifted_by(*what))
      found.facts.recusals.push_back(
          {found.educator, conflict::TargetKind::person, found.learner, {row.get<Date>(1), row.get<Date>(2)}, kind});
  }));
  TRY(read_waivers(read, institution, learner, educator, role, {found.learner, found.educator}, found.facts.waivers));
  if (asked == Asked::findings_and_coverage) {
    if (TRY(read.query(sql::coverage_is_stated, institution).one<bool>()))
      TRY(builder.read_stated_coverage(read, institution, learner));
    else TRY(builder.derive_coverage(read, institution, learner));
  }
  builder.finish();
  return found;
}

Result<> read_waivers(db::ReadTransaction& read, InstitutionId institution, PersonId learner, PersonId educator,
                      conflict::Role role, conflict::Pair as, std::vector<conflict::Waiver>& into) {
  return read.query(sql::waivers_between, institution, learner, educator, conflict::name_of(role))
      .each([&](const db::Row& row) {
        if (const auto rule = conflict::find_rule(row.get<std::string_view>(0)))
          into.push_back({as.learner, as.educator, *rule, {row.get<Date>(1), row.get<Date>(2)}});
      });
}

}  // namespace chiron::conflicts
