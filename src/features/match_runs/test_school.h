// For the tests of match runs: a roster under construction, with the facts and the index that a run borrows.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "features/duties/roster_facts.h"
#include "features/match_runs/match_run.h"

namespace chiron::match_runs {

using people::Kind;

inline const DateRange test_term = *DateRange::parse("2027-08-01..2028-08-01");

/// A roster under construction, with the facts and the index a run borrows.
struct School {
  duties::Roster roster;
  programs::Program program = programs::standard_program(conflict::Role::mentor, test_term);
  std::vector<RosterPair> keep, forbid;
  Effort effort;
  std::optional<Answers> answers;

  void person(std::string_view id, Kind kind, std::string_view site = "", int capacity = -1) {
    people::Person person;
    person.id = id;
    person.kind = person.listed_as = kind;
    person.site = site;
    if (capacity >= 0) person.capacity = static_cast<std::uint16_t>(capacity);
    roster.people.push_back(person);
    roster.index_people();
  }
  void duty(conflict::DutyKind kind, std::string_view holder, std::string_view target) {
    roster.duties.push_back({kind, holder, {duties::TargetKind::person, target}, test_term, "", 0, 0});
  }
  Person at(std::string_view id) const { return *roster.find(id); }

  /// Calls `use(request)` with everything a run borrows.
  template <class Use>
  auto with_request(Use use) const {
    const auto facts = duties::to_facts(roster);
    const auto index = conflict::build(facts.facts);
    Request request{roster, index, program, keep, forbid, matching::Threads::two, {}, effort};
    request.answers = answers ? &*answers : nullptr;
    return use(request);
  }
  Result<Run> match() const {
    return with_request([](const Request& request) { return run(request); });
  }
  /// "learner-educator" of every proposal, sorted.
  std::vector<std::string> pairs(const Run& run) const {
    std::vector<std::string> out;
    for (const auto& proposal : run.proposals)
      out.push_back(std::string(roster.people[run.learners[proposal.learner]].id) + "-" +
                    std::string(roster.people[run.educators[proposal.educator]].id));
    std::sort(out.begin(), out.end());
    return out;
  }
};

/// Learners l1, l2 … and educators e1, e2 … with one place each, who fit with exactly these points: `fit[i][j]`
/// interests in common, ten points each, and nothing else counts. 128 interests at most.
inline School fitting(const std::vector<std::vector<int>>& fit) {
  School school;
  school.program.weights = {};
  school.program.weights.shared_interest = 10;
  school.program.weights.shared_interests_max = 128;
  std::vector<std::vector<std::string_view>> of_educator(fit.front().size());
  int learner = 0;
  for (const auto& row : fit) {
    school.person(school.roster.pool->keep("l" + std::to_string(++learner)), Kind::learner);
    std::size_t educator = 0;
    for (const int points : row) {
      for (int n = 0; n < points; ++n) {
        const auto interest = school.roster.pool->keep(std::to_string(learner) + "-" + std::to_string(educator) + "-" +
                                                       std::to_string(n));
        school.roster.people.back().interests.push_back(interest);
        of_educator[educator].push_back(interest);
      }
      ++educator;
    }
  }
  for (std::size_t educator = 0; educator < of_educator.size(); ++educator) {
    school.person(school.roster.pool->keep("e" + std::to_string(educator + 1)), Kind::educator, "", 1);
    for (const auto interest : of_educator[educator]) school.roster.people.back().interests.push_back(interest);
  }
  return school;
}

}  // namespace chiron::match_runs
