// What the pages are given has words for everything, and refusals read well in a form.
#include "features/programs/program_json.h"

#include <gtest/gtest.h>

#include "features/programs/program_edits.h"
#include "platform/text/catalog.h"

namespace chiron::programs {
namespace {

TEST(ProgramEdits, SayWhatIsWrongWithoutNamingAFile) {
  const Program program = standard_program(conflict::Role::mentor, *DateRange::parse("2027-08-01..2028-08-01"));
  ProgramEdits edits;
  edits.capacity_cap = 99;
  EXPECT_EQ(text::Catalog::english().format(edited(program, edits).error()).substr(0, 18), "“capacity.cap”");
}

TEST(Charters, ShowEveryRuleWithItsRangeAndExamplesThatHaveWords) {
  const Charters all = charters_json();
  ASSERT_EQ(all.charters.size(), 7U);
  for (const CharterEntry& charter : all.charters) EXPECT_EQ(charter.rules.size(), all.rules.size());
  const auto& english = text::Catalog::english();
  for (const RuleRow& rule : all.rules) {
    EXPECT_EQ(rule.examples.size(), 3U) << rule.id;
    for (const RuleExample& example : rule.examples) {
      EXPECT_FALSE(english.format(example.because).starts_with("rule_example.")) << example.because;
      for (const ExampleFact& fact : example.facts)
        EXPECT_FALSE(english.format("duty." + fact.duty).starts_with("duty.")) << fact.duty;
    }
  }
}

}  // namespace
}  // namespace chiron::programs
