// A document that breaks a promise is named for it.
#include "platform/report/document.h"

#include <functional>
#include <limits>

#include <gtest/gtest.h>

#include "platform/report/specimen.h"

namespace chiron::report {
namespace {

Document plain() {
  Document document;
  document.title = text::verbatim("title");
  document.standing = text::verbatim("standing");
  return document;
}

Table table() {
  return {
      "t", text::verbatim("c"), {{"a", text::verbatim("A"), ColumnKind::words, Priority::title}}, {{{Integer{1}}}}, 0,
      {}};
}

TEST(Document, NamesEveryDefect) {
  const std::pair<const char*, std::function<void(Document&)>> cases[] = {
      {"title: empty", [](Document& d) { d.title = {}; }},
      {"standing: empty", [](Document& d) { d.standing = {}; }},
      {"not a share", [](Document& d) { d.facts = {{text::verbatim("f"), Share{5, 4}}}; }},
      {"finite",
       [](Document& d) { d.facts = {{text::verbatim("f"), Decimal{std::numeric_limits<double>::quiet_NaN(), 1}}}; }},
      {"heading level 3 after level 1", [](Document& d) { d.add(Heading{text::verbatim("h"), 3, ""}); }},
      {"stands twice",
       [](Document& d) { d.add(Heading{text::verbatim("h"), 2, "x"}).add(Heading{text::verbatim("h"), 2, "x"}); }},
      {"is not [a-z0-9-]+", [](Document& d) { d.add(Heading{text::verbatim("h"), 2, "X y"}); }},
      {"exactly one column",
       [](Document& d) {
         auto t = table();
         t.columns[0].priority = Priority::fact;
         d.add(t);
       }},
      {"has 2 cells, not 1",
       [](Document& d) {
         auto t = table();
         t.rows[0].cells.push_back(Nothing{});
         d.add(t);
       }},
      {"says nothing",
       [](Document& d) {
         auto t = table();
         t.rows.clear();
         d.add(t);
       }},
      {"less than the rows",
       [](Document& d) {
         auto t = table();
         t.rows.push_back(t.rows[0]);
         t.total_rows = 1;
         d.add(t);
       }},
      {"no caption",
       [](Document& d) {
         auto t = table();
         t.caption = {};
         d.add(t);
       }},
      {"one to five", [](Document& d) { d.add(Figures{}); }},
      {"half an interval",
       [](Document& d) { d.add(Bars{"b", text::verbatim("c"), BarUnit::count, {}, {{.value = 1, .low = 0.5}}}); }},
      {"outside its interval",
       [](Document& d) {
         d.add(Bars{"b", text::verbatim("c"), BarUnit::count, {}, {{.value = 1, .low = 2, .high = 3}}});
       }},
      {"still carries numbers",
       [](Document& d) {
         d.add(Bars{"b", text::verbatim("c"), BarUnit::count, {}, {{.value = 1, .suppressed = true}}});
       }},
      {"exceed the whole bar",
       [](Document& d) { d.facts = {{text::verbatim("f"), ReasonBar{{{text::verbatim("r"), 2}}, 1}}}; }},
      {"without a summary", [](Document& d) { d.add(Details{}); }},
      {"no title", [](Document& d) { d.add(Details{text::verbatim("s"), {Block{Callout{}}}}); }},
  };
  EXPECT_TRUE(defects(plain()).empty());
  for (const auto& [expected, spoil] : cases) {
    auto document = plain();
    spoil(document);
    const auto found = defects(document);
    ASSERT_EQ(found.size(), 1u) << expected;
    EXPECT_NE(found[0].find(expected), std::string::npos) << found[0];
  }
}

}  // namespace
}  // namespace chiron::report
