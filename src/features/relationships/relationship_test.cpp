// The moves between states, all 25 of them.
#include "features/relationships/relationship.h"

#include <set>

#include <gtest/gtest.h>

namespace chiron::relationships {
namespace {

TEST(Relationship, MovesOnlyAlongItsLife) {
  using enum State;
  const std::set<std::pair<State, State>> allowed{{offered, active}, {offered, closed}, {active, paused},
                                                  {paused, active},  {active, closing}, {paused, closing},
                                                  {closing, closed}};
  for (State from : all_states)
    for (State to : all_states)
      EXPECT_EQ(may_move(from, to), allowed.contains({from, to})) << name_of(from) << " to " << name_of(to);
}

TEST(Relationship, RunsOnlyWhenActiveAndJudged) {
  Relationship relationship;
  relationship.state = State::active;
  EXPECT_FALSE(relationship.runs());
  relationship.standing = Standing::judged;
  EXPECT_TRUE(relationship.runs());
}

TEST(Relationship, StateNamesReadBack) {
  for (State state : all_states) EXPECT_EQ(*parse_state(name_of(state)), state);
}

}  // namespace
}  // namespace chiron::relationships
