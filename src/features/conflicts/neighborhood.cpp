// Walking outwards from a pair.
#include "features/conflicts/neighborhood.h"

#include <map>
#include <set>
#include <string>

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

  void finish() {
    into_.facts.people = static_cast<std::uint32_t>(people_.size());
    into_.facts.groups = static_cast<std::uint32_t>(groups_.size());
  }

 private:
  Neighborhood& into_;
  std::map<PersonId, conflict::Person> people_;
  std::map<std::string, conflict::Group> groups_;
  std::set<DutyId> seen_;
};

}  // namespace

Result<Neighborhood> facts_around(db::ReadTransaction& read, InstitutionId institution, PersonId learner,
                                  PersonId educator) {
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
    for (const auto kind : {conflict::DutyKind::sits_on, conflict::DutyKind::prepares_panel_file})
      found.facts.recusals.push_back(
          {found.educator, conflict::TargetKind::person, found.learner, {row.get<Date>(1), row.get<Date>(2)}, kind});
  }));
  TRY(read.query(sql::coverage_of_member, institution, learner).each([&](const db::Row& row) {
    if (const auto what = conflict::parse_coverage_class(row.get<std::string_view>(0)))
      found.facts.coverage.push_back({builder.group(row.get<std::string_view>(1), row.get<std::string_view>(2)),
                                      *what,
                                      {row.get<Date>(3), row.get<Date>(4)}});
  }));
  builder.finish();
  return found;
}

}  // namespace chiron::conflicts
