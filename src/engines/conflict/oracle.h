// A second, naive reading of the day-level semantics in judge.h, for tests only: loops over days, people and facts.
// It reads the rule table and a policy's settings as data and shares no other code with the engine.
#pragma once

#include <memory>
#include <set>
#include <vector>

#include "engines/conflict/judge.h"

namespace chiron::conflict::oracle {

/// One day of one organization: who has which duty towards whom, by which facts.
struct Day {
  struct Duty {
    DutyKind kind;
    Person holder, target;
    std::vector<FactIndex> by;
  };
  std::vector<std::set<Group>> groups_of;               ///< per person
  std::vector<std::vector<Duty>> towards;               ///< per target person
};

class Oracle {
 public:
  explicit Oracle(const Facts& facts) : facts_(facts) {}
  Verdict judge(const Policy& policy, Person learner, Person educator, DateRange term);

 private:
  const Day& day(Date date);
  std::set<FactIndex> tie(const Rule& rule, const Policy& policy, Person learner, Person educator, Date date);
  bool recused(const Rule& rule, const Policy& policy, Person learner, Person educator, Date date);
  bool unknown(const Policy& policy, Person learner, Date date);

  const Facts& facts_;
  Date first_;
  std::vector<std::unique_ptr<Day>> days_;
};

}  // namespace chiron::conflict::oracle
