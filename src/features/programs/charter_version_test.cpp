// What widens and what only narrows.
#include "features/programs/charter_version.h"

#include <gtest/gtest.h>

namespace chiron::programs {
namespace {

using conflict::Level;

Terms terms(conflict::Role role = conflict::Role::mentor) { return Terms::of(standard_program(role, {})); }

Terms with(Result<conflict::Policy> policy) {
  Terms changed = terms();
  EXPECT_TRUE(policy);
  if (policy) changed.program.policy = *policy;
  return changed;
}

TEST(CharterVersion, NothingAndMatchingAloneDoNotWiden) {
  Terms changed = terms();
  EXPECT_TRUE(widenings(terms(), changed).empty());
  changed.program.weights.same_site += 100;
  changed.program.default_capacity = 1;
  changed.program.name = "Another name";
  EXPECT_TRUE(widenings(terms(), changed).empty());
}

TEST(CharterVersion, ARecordThatTheInstitutionMayReadWidensAndSealingItDoesNot) {
  const Terms open = terms(conflict::Role::academic_advisor);
  ASSERT_EQ(open.record, Record::institutional);
  Terms sealed = open;
  sealed.record = Record::sealed;
  EXPECT_TRUE(widenings(open, sealed).empty());
  EXPECT_EQ(widenings(sealed, open), std::vector{Widening::institution_reads});
}

TEST(CharterVersion, EachProtectionTakenAwayWidensInOneDirectionOnly) {
  const auto standard = terms().program.policy;
  Terms disclosures = terms();
  disclosures.matters = Level::disclose;
  auto all = standard.needed_coverage();
  all.set();
  const std::pair<Terms, Widening> stricter[] = {
      {with(standard.with("thesis", Level::block)), Widening::rule_softened},
      {with(standard.with_look_ahead(400)), Widening::look_shortened},
      {with(standard.with_look_back(400)), Widening::look_shortened},
      {with(standard.with_chain_depth(3)), Widening::chain_shortened},
      {with(standard.with_coverage(all)), Widening::coverage_dropped},
      {disclosures, Widening::fewer_matters},
  };
  for (const auto& [strict, widening] : stricter) {
    EXPECT_TRUE(widenings(terms(), strict).empty()) << name_of(widening);
    EXPECT_EQ(widenings(strict, terms()), std::vector{widening}) << name_of(widening);
  }
}

TEST(CharterVersion, GoesNoFurtherThanTheRolesCharter) {
  Terms beyond = terms();
  beyond.record = Record::institutional;
  EXPECT_EQ(check(beyond).error().key, "programs.record_beyond_charter");
  Terms nothing = terms();
  nothing.matters = Level::allow;
  EXPECT_EQ(check(nothing).error().key, "programs.matters");
  for (conflict::Role role : conflict::all_roles) EXPECT_TRUE(check(terms(role)));
}

}  // namespace
}  // namespace chiron::programs
