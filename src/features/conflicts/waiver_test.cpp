// What may be waived, by the rule table, and who may approve.
#include "features/conflicts/waiver.h"

#include <gtest/gtest.h>

namespace chiron::conflicts {
namespace {

WaiverRequest request(std::string rule, conflict::Role role = conflict::Role::mentor, std::int32_t days = 100) {
  SeededRandom random(1);
  const Date from = *Date::parse("2027-01-01");
  return {PersonId::random(random), PersonId::random(random), role,
          std::move(rule),          {from, from + days},      WaiverReason::continuity};
}

TEST(Waiver, OnlyRulesWhoseRowSaysSoMayBeWaived) {
  for (const auto& rule : conflict::rules())
    for (conflict::Role role : conflict::all_roles) {
      const auto checked = check(request(std::string(rule.id), role));
      EXPECT_EQ(checked.has_value(), rule.of(role).waivable) << rule.id << " " << conflict::name_of(role);
      if (!checked) {
        EXPECT_EQ(checked.error().key, "conflicts.not_waivable");
      }
    }
  EXPECT_EQ(check(request("no_such_rule")).error().key, "conflict.unknown_rule");
}

TEST(Waiver, EndsWithinAYear) {
  EXPECT_TRUE(check(request("assesses_back", conflict::Role::mentor, longest_waiver_days)));
  EXPECT_EQ(check(request("assesses_back", conflict::Role::mentor, longest_waiver_days + 1)).error().key,
            "conflicts.waiver_days");
  WaiverRequest open = request("assesses_back");
  open.days.to = Date::max();
  EXPECT_EQ(check(open).error().key, "conflicts.waiver_days");
  WaiverRequest same = request("assesses_back");
  same.educator = same.learner;
  EXPECT_EQ(check(same).error().key, "conflicts.waiver_parties");
}

TEST(Waiver, NeitherPartyApproves) {
  const auto asked = request("assesses_back");
  SeededRandom random(2);
  const auto asker = PersonId::random(random);
  using Who = std::optional<PersonId>;
  for (const Who& who : {Who(asked.learner), Who(asked.educator), Who(asker), Who()})
    EXPECT_FALSE(is_independent(asked, asker, who));
  EXPECT_FALSE(is_independent(asked, std::nullopt, std::nullopt));
  EXPECT_TRUE(is_independent(asked, asker, PersonId::random(random)));
  EXPECT_TRUE(is_independent(asked, std::nullopt, asker));
  for (WaiverReason reason : all_waiver_reasons) EXPECT_EQ(*parse_waiver_reason(name_of(reason)), reason);
}

}  // namespace
}  // namespace chiron::conflicts
