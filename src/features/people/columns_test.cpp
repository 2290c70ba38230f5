// Which headings are recognized, which are dropped because they carry identity, and how clashes are settled.
#include "features/people/columns.h"

#include <gtest/gtest.h>

#include <set>

namespace chiron::people {
namespace {

struct Recognized {
  std::vector<ColumnUse> uses;
  Problems problems;
};

Recognized recognized(std::vector<std::string> headings, const Mapping& mapping = {}) {
  Recognized out;
  out.uses = recognize(headings, mapping, "p.csv", out.problems);
  return out;
}

std::string use_of(const ColumnUse& use) {
  if (use.use == Use::used) return std::string(name_of(*use.column));
  return std::string(use.use == Use::dropped ? "dropped: " : "ignored: ") + std::string(use.reason);
}

TEST(Columns, RecognizesHeadings) {
  const std::pair<const char*, const char*> cases[] = {
      {"first name", "given_name"},
      {"First_Name", "given_name"},
      {"  SURNAME ", "family_name"},
      {"E-mail Address:", "email"},
      {"\u00A0Email", "email"},
      {"PGY", "stage"},
      {"NHS grade", "stage"},
      {"Year of study", "stage"},
      {"job title", "stage"},
      {"Department", "unit"},
      {"organisation", "site"},
      {"Class of", "cohort"},
      {"Capacity (max. 5)", "capacity"},
      {"Start date", "from"},
      {"End Date", "last_day"},
      {"to", "to"},
      {"both mentor and mentee", "takes_both"},
      {"Reports to", "manager"},
      {"PR\u00C9NOM", "given_name"},
      {"favourite color", "ignored: unknown_heading"},
      {"", "ignored: blank_heading"},
      {"***", "ignored: blank_heading"},
      {"match with similar identity", "dropped: identity"},
      {"identity to match", "dropped: identity"},
      {"characteristics", "dropped: identity"},
      {"Gender", "dropped: identity"},
      {"Gender Identity (optional)", "dropped: identity"},
      {"sexualOrientation", "dropped: identity"},
      {"Sexual-orientation", "dropped: identity"},
      {"Race / Ethnicity", "dropped: identity"},
      {"Do you have a disability?", "dropped: identity"},
      {"Religion or belief", "dropped: identity"},
      {"Pronouns", "dropped: identity"},
      {"Date of birth", "dropped: identity"},
      {"Age", "dropped: identity"},
      {"LGBTQ+", "dropped: identity"},
      {"URiM", "dropped: identity"},
      {"First generation", "dropped: identity"},
      {"biography", "dropped: free_text"},
      {"About me", "dropped: free_text"},
      {"Comments", "dropped: free_text"},
  };
  for (const auto& [heading, expected] : cases) {
    const Recognized one = recognized({heading});
    EXPECT_EQ(use_of(one.uses.at(0)), expected) << heading;
    EXPECT_EQ(one.problems.count(Severity::note), std::string_view(expected).starts_with("dropped") ? 1u : 0u)
        << heading;
  }
}

TEST(Columns, SettlesClashes) {
  const Recognized weaker = recognized({"job title", "grade"});
  EXPECT_EQ(use_of(weaker.uses[0]), "ignored: stronger_heading");
  EXPECT_EQ(use_of(weaker.uses[1]), "stage");
  EXPECT_FALSE(weaker.problems.has_errors());

  const Recognized both_weak = recognized({"division", "section"});
  EXPECT_EQ(use_of(both_weak.uses[0]), "unit");
  EXPECT_EQ(use_of(both_weak.uses[1]), "ignored: stronger_heading");
  EXPECT_FALSE(both_weak.problems.has_errors());

  const Recognized doubled = recognized({"email", "Email"});
  ASSERT_TRUE(doubled.problems.has_errors());
  EXPECT_EQ(doubled.problems.list()[0].error.debug_text(), "people.doubled_column (our_column=email, first=email)");
  EXPECT_EQ(doubled.problems.list()[0].column, "Email");

  const Recognized ours_wins = recognized({"department", "unit"});
  EXPECT_EQ(use_of(ours_wins.uses[1]), "unit");
  EXPECT_FALSE(ours_wins.problems.has_errors());

  const Recognized parts = recognized({"name", "first name", "last name"});
  EXPECT_EQ(use_of(parts.uses[0]), "ignored: stronger_heading");

  const Recognized many = recognized({"research interests", "expertise"});
  EXPECT_EQ(use_of(many.uses[0]), "interests");
  EXPECT_EQ(use_of(many.uses[1]), "interests");
}

TEST(Columns, AMappingSaysWhatCannotBeGuessed) {
  const Mapping mapping{{{"Abteilung", Use::used, "unit", Column::unit},
                         {"biography", Use::used, "interests", Column::interests},
                         {"grade", Use::ignored, "ignore", std::nullopt},
                         {"Gender", Use::used, "interests", Column::interests},
                         {"Assessor", Use::used, "evaluator", std::nullopt}}};
  const Recognized one = recognized({"ABTEILUNG", "department", "Biography", "Grade", "gender", "job title"}, mapping);
  EXPECT_EQ(use_of(one.uses[0]), "unit");
  EXPECT_TRUE(one.uses[0].told_by_mapping);
  EXPECT_EQ(use_of(one.uses[1]), "ignored: stronger_heading");
  EXPECT_EQ(use_of(one.uses[2]), "interests");
  EXPECT_EQ(use_of(one.uses[3]), "ignored: by_mapping");
  EXPECT_EQ(use_of(one.uses[4]), "dropped: identity") << "a mapping cannot bring identity in";
  EXPECT_EQ(use_of(one.uses[5]), "stage");
  ASSERT_EQ(one.problems.count(Severity::error), 1u);
  EXPECT_EQ(one.problems.list()[0].error.key, "people.mapping_identity");
}

TEST(Columns, TheTableHoldsEachFoldedHeadingOnce) {
  std::set<std::string_view> seen;
  for (const Synonym& synonym : synonyms()) {
    EXPECT_TRUE(seen.insert(synonym.heading).second) << synonym.heading;
    EXPECT_EQ(fold_heading(synonym.heading), synonym.heading);
    EXPECT_FALSE(is_identity_heading(synonym.heading)) << synonym.heading;
    EXPECT_FALSE(is_free_text_heading(synonym.heading)) << synonym.heading;
  }
  for (std::size_t i = 0; i < column_count; ++i) {
    const auto column = static_cast<Column>(i);
    EXPECT_EQ(column_named(name_of(column)), column);
    EXPECT_TRUE(seen.contains(fold_heading(name_of(column)))) << name_of(column);
  }
}

}  // namespace
}  // namespace chiron::people
