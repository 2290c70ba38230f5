// Written names, taken apart and found among people: certain, doubtful, nobody.
#include "features/people/name_index.h"

#include <gtest/gtest.h>

#include "features/people/written_name.h"

namespace chiron::people {
namespace {

Person person(std::string_view id, std::string_view given, std::string_view family) {
  Person one;
  one.id = id;
  one.given_name = given;
  one.family_name = family;
  return one;
}

const std::vector<Person>& staff() {
  static const std::vector<Person> people = {
      person("jane", "Jane", "Smith"),
      person("john", "John", "Smith"),
      person("jose", "Jos\u00E9 Luis", "Garc\u00EDa L\u00F3pez"),
      person("mary", "Mary Ann", "O'Brien"),
      person("rob", "Robert", "Tan"),
      person("lars", "Lars", "Bj\u00F8rnstad"),
      person("anna", "Anna", "van der Berg"),
      person("li", "Wei", "Li"),
      person("madonna", "", "Thiruchelvam"),
      person("jr1", "Ann", "Miller"),
      person("jr2", "Ann", "Miller"),
      person("kate", "Katherine J.", "Doe"),
  };
  return people;
}

/// "jane", or "?jane,john" for candidates, or "-".
std::string found(std::string_view written) {
  static const NameIndex index(staff());
  const NameAnswer answer = index.find(written);
  if (answer.person) return std::string(staff()[*answer.person].id);
  std::string out = "?";
  for (const Likeness& one : answer.candidates)
    out += (out.size() > 1 ? "," : "") + std::string(staff()[one.person].id);
  return out.size() > 1 ? out : "-";
}

TEST(NameIndex, FindsNamesAsOthersWriteThem) {
  const std::pair<const char*, const char*> cases[] = {
      {"Jane Smith", "jane"},
      {"SMITH, JANE", "jane"},
      {"Smith, Jane", "jane"},
      {"Dr Jane Smith MD", "jane"},
      {"Dr. Jane Smith, MD, PhD", "jane"},
      {"Prof. Smith, Jane, MD", "jane"},
      {"Jane Smith (PGY-2)", "jane"},
      {"Smith Jane", "jane"},
      {"J. Smith", "?jane,john"},
      {"Smith, J.", "?jane,john"},
      {"Smith J", "?jane,john"},
      {"Smith", "?jane,john"},
      {"Dr Smith", "?jane,john"},
      {"Smith, Xaver", "?jane,john"},
      {"Jose Luis Garcia Lopez", "jose"},
      {"Garc\u00EDa-L\u00F3pez, Jos\u00E9", "jose"},
      {"GARCIA LOPEZ J.L.", "jose"},
      {"Garcia Lopez JL", "jose"},
      {"Mary OBrien", "mary"},
      {"Mary O\u2019Brien", "mary"},
      {"O'Brien, M", "mary"},
      {"Mary Louise O'Brien", "?mary"},
      {"Rob Tan", "rob"},
      {"R Tan", "rob"},
      {"Lars Bjornstad", "lars"},
      {"Bj\u00F8rnstad, Lars", "lars"},
      {"Anna van der Berg", "anna"},
      {"van der Berg, A.", "anna"},
      {"Wei Li", "li"},
      {"Li Wei", "li"},
      {"Thiruchelvam", "madonna"},
      {"Ann Miller", "?jr1,jr2"},
      {"Jane Smyth", "?jane"},
      {"Jnae Smith", "?jane,john"},
      {"Kathrine Doe", "?kate"},
      {"Kat Doe", "kate"},
      {"Nobody Known", "-"},
      {"", "-"},
      {",", "-"},
      {"Dr", "-"},
      {"\U0001F600", "-"},
  };
  for (const auto& [written, expected] : cases) EXPECT_EQ(found(written), expected) << written;
}

TEST(WrittenName, SplitsOneCell) {
  const struct {
    const char *text, *given, *family;
  } cases[] = {
      {"Smith, Jane", "Jane", "Smith"},
      {"Jane Smith", "Jane", "Smith"},
      {"Dr. Jane Ann Smith, MD", "Jane Ann", "Smith"},
      {"Anna van der Berg", "Anna", "van der Berg"},
      {"Smith, Jane, PhD", "Jane", "Smith"},
      {"Madonna", "", "Madonna"},
      {"", "", ""},
  };
  for (const auto& c : cases) {
    const NameParts parts = split_full_name(c.text);
    EXPECT_EQ(parts.given, c.given) << c.text;
    EXPECT_EQ(parts.family, c.family) << c.text;
  }
}

TEST(WrittenName, CleansTexts) {
  std::string scratch;
  EXPECT_EQ(clean_text("\u00A0 x y\u200B\n", scratch), "x y");
  EXPECT_EQ(clean_text("Jose\u0301", scratch), "Jos\u00E9");
  EXPECT_EQ(clean_text(" \u00A0 ", scratch), "");
  EXPECT_EQ(hidden_letter("Jos\u00E9 \U0001F600 \u4E2D"), "");
  EXPECT_EQ(hidden_letter("a\u202Eb"), "U+202E");
  EXPECT_EQ(hidden_letter("a\u2066b"), "U+2066");
  EXPECT_EQ(hidden_letter("a\nb"), "U+000A");
  EXPECT_EQ(hidden_letter("a\u0085"), "U+0085");
  EXPECT_EQ(fold_name("Garc\u00EDa-L\u00F3pez"), "garcialopez");
  EXPECT_EQ(fold_name("STRA\u00DFE"), "strasse");
  EXPECT_EQ(fold_name("\u0141ukasz"), "lukasz");
}

}  // namespace
}  // namespace chiron::people
