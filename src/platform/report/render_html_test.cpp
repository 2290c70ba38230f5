// The page: nothing typed becomes markup, the order is kept, small groups stay hidden.
// With CHIRON_OUT set, the specimen is written there for the browser tests.
#include "platform/report/render_html.h"

#include <cstdlib>
#include <fstream>
#include <regex>

#include <gtest/gtest.h>

#include "platform/report/document_json.h"
#include "platform/report/specimen.h"

namespace chiron::report {
namespace {

const text::Catalog& english() { return text::Catalog::english(); }

TEST(RenderHtml, SpecimenIsSound) { EXPECT_EQ(defects(specimen()), std::vector<std::string>{}); }

TEST(RenderHtml, SpecimenHasEveryPartAndNoScript) {
  const auto page = render_html(specimen(), english(), {.institution = "Riverside School", .invented_data = true});
  for (const char* part :
       {"<main id=\"content\"", "class=\"facts\"", "class=\"contents\"", "class=\"callout tone-danger\"",
        "class=\"figures\"", "<table class=\"table\"", "class=\"bars\"", "class=\"details\"", "class=\"reasons\"",
        "class=\"badge tone-", "<ol class=\"list\">", "scope=\"row\"", "<caption", "class=\"skip-link\"",
        "Content-Security-Policy"})
    EXPECT_NE(page.find(part), std::string::npos) << part;
  for (const char* never : {"<script", "http://", "https://", "url(", "@import", " style=\"", "onclick"})
    EXPECT_EQ(page.find(never), std::string::npos) << never;
  if (const char* out = std::getenv("CHIRON_OUT")) {
    std::ofstream(std::string(out) + "/specimen.html") << page;
    std::ofstream(std::string(out) + "/specimen.json") << document_json(specimen());
  }
}

TEST(RenderHtml, SameInputSameBytes) {
  EXPECT_EQ(render_html(specimen(), english()), render_html(specimen(), english()));
}

TEST(RenderHtml, EscapesEverythingEverywhere) {
  const std::string evil = "<img src=x onerror=alert(1)>\"'&\x01</style><script>";
  const auto bad = text::verbatim(evil);
  Document document;
  document.title = bad;
  document.standing = bad;
  document.facts = {{bad, bad}};
  document.add(Heading{bad, 2, evil}).add(Paragraph{bad, Tone::danger}).add(Callout{Tone::danger, bad, {bad}, bad});
  document.add(Figures{{{bad, bad, bad, Tone::good}}});
  document.add(
      Table{evil, bad, {{evil, bad, ColumnKind::words, Priority::title}}, {{{Badge{Tone::good, bad}}}}, 9, bad});
  document.add(
      Table{evil, bad, {{evil, bad, ColumnKind::bar, Priority::title}}, {{{ReasonBar{{{bad, 1}}, 2}}}}, 9, bad});
  document.add(Bars{evil, bad, BarUnit::count, {}, {{.label = bad, .value = 1}}});
  document.add(List{ListKind::ordered, {bad}}).add(Details{bad, {Block{Paragraph{bad, Tone::neutral}}}});
  const auto page = render_html(document, english(), {.institution = evil, .colophon = bad});
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find('\x01'), std::string::npos);
  const auto style_end = page.find("</style>");
  EXPECT_EQ(page.find("</style>", style_end + 1), std::string::npos);
  EXPECT_EQ(page.find("x onerror=alert(1)>\""), std::string::npos);
}

TEST(RenderHtml, SuppressedBarsShowNoNumber) {
  Document document;
  document.title = text::verbatim("t");
  document.standing = text::verbatim("s");
  Bar hidden{.label = text::verbatim("small"), .value = 77777, .base = 88888};
  hidden.suppressed = true;
  document.add(
      Bars{"b", text::verbatim("c"), BarUnit::count, {}, {{.label = text::verbatim("x"), .value = 3}, hidden}});
  const auto page = render_html(document, english());
  const auto json = document_json(document);
  for (const char* number : {"77,777", "77777", "88,888", "88888"}) {
    EXPECT_EQ(page.find(number), std::string::npos);
    EXPECT_EQ(json.find(number), std::string::npos);
  }
  EXPECT_NE(page.find("too few to say"), std::string::npos);
  // The hidden value must not stretch the axis of the others either.
  EXPECT_NE(page.find("width=\"100.00%\""), std::string::npos);
}

TEST(RenderHtml, AReasonKeepsItsColorWithinATable) {
  const auto reason = [](const char* label) { return Reason{text::verbatim(label), 0.2}; };
  Table table{"t", text::verbatim("c"), {{"a", text::verbatim("A"), ColumnKind::bar, Priority::title}}, {}, 0, {}};
  table.rows = {{{ReasonBar{{reason("site"), reason("wish")}, 1}}}, {{ReasonBar{{reason("wish")}, 1}}}};
  Document document;
  document.add(table).add(table);
  document.add(Paragraph{text::verbatim("end"), Tone::neutral});
  const auto page = render_html(document, english());
  std::size_t wishes = 0;
  for (auto at = page.find("reason-word reason-2\">wish"); at != std::string::npos;
       at = page.find("reason-word reason-2\">wish", at + 1))
    ++wishes;
  EXPECT_EQ(wishes, 4u);
  EXPECT_EQ(page.find("reason-word reason-1\">wish"), std::string::npos);
}

TEST(RenderHtml, PseudoLocalesReachEveryWord) {
  const auto catalog = text::Catalog::load(text::embedded_english(), "en", text::Pseudo::right_to_left).value();
  const auto page = render_html(specimen(), catalog);
  EXPECT_NE(page.find("lang=\"en-XB\" dir=\"rtl\""), std::string::npos);
  EXPECT_EQ(catalog.missing_count(), 0u);
}

}  // namespace
}  // namespace chiron::report
