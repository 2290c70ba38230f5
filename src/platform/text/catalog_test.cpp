// The catalog: every embedded message parses, arguments read as people write them, and faults are named.
#include "platform/text/catalog.h"

#include <thread>

#include <gtest/gtest.h>

#include "platform/text/pseudo.h"

namespace chiron::text {
namespace {

Date day(const char* iso) { return Date::parse(iso).value(); }
DateRange days(const char* iso) { return DateRange::parse(iso).value(); }

Catalog small(std::string json) {
  std::vector<CatalogFile> files{{"small", std::move(json)}};
  for (const auto& file : embedded_english())
    if (file.room == "report") files.push_back(file);
  auto loaded = Catalog::load(files);
  EXPECT_TRUE(loaded) << loaded.error().debug_text();
  return *std::move(loaded);
}

TEST(Catalog, EveryEmbeddedMessageParsesInEveryPseudoLocale) {
  ASSERT_FALSE(embedded_english().empty());
  for (const auto pseudo : {Pseudo::none, Pseudo::accented, Pseudo::right_to_left}) {
    const auto loaded = Catalog::load(embedded_english(), "en", pseudo);
    ASSERT_TRUE(loaded) << loaded.error().debug_text();
    EXPECT_GT(loaded->keys().size(), 5u);
  }
}

TEST(Catalog, MessagesUseOnlyWhatTheBrowserFormatsAlike) {
  const auto& english = Catalog::english();
  for (const auto& key : english.keys()) {
    const std::string pattern(english.pattern(key));
    for (const char* banned : {", date", ", time", ", spellout", ", duration", ", choice", "<b>", "<a "})
      EXPECT_EQ(pattern.find(banned), std::string::npos) << key << ": dates and markup never stand in a message";
    EXPECT_EQ(pattern.find('!'), std::string::npos) << key << ": calm words have no exclamation marks";
  }
}

struct Case {
  const char* pattern;
  Sentence sentence;
  const char* expected;
};

TEST(Catalog, FormatsArguments) {
  const Case cases[] = {
      {"Plain words", Sentence("k"), "Plain words"},
      {"It''s {name}''s", Sentence("k").with("name", "Ada"), "It's Ada's"},
      {"It's {name}", Sentence("k").with("name", "{x}"), "It's {x}"},
      {"{n} learners", Sentence("k").with("n", 12345), "12,345 learners"},
      {"{n, plural, one {# learner} other {# learners}}", Sentence("k").with("n", 1), "1 learner"},
      {"{n, plural, one {# learner} other {# learners}}", Sentence("k").with("n", "1250"), "1,250 learners"},
      {"row {row}", Sentence("k").with("row", "1250"), "row 1250"},
      {"{x, number, percent}", Sentence("k").with("x", Argument(0.125)), "12%"},
      {"on {d}", Sentence("k").with("d", Argument(day("2027-09-14"))), "on Tue 14 Sep 2027"},
      {"{d}", Sentence("k").with("d", Argument(days("2027-08-01..2028-08-01"))), "1 Aug 2027 – 31 Jul 2028"},
      {"{d}", Sentence("k").with("d", Argument(days("2027-08-01..2027-08-02"))), "Sun 1 Aug 2027"},
      {"{d}", Sentence("k").with("d", Argument(days("2027-08-01.."))), "from 1 Aug 2027"},
      {"{d}", Sentence("k").with("d", Argument(days("..2028-08-01"))), "until 31 Jul 2028"},
      {"{d}", Sentence("k").with("d", Argument(DateRange{})), "always"},
      {"as {role}", Sentence("k").with("role", Argument(Word{"word"})), "as mentor"},
      {"{name} is absent", Sentence("k"), "{name} is absent"},
      {"{g, select, same {same} other {different}} site", Sentence("k").with("g", "same"), "same site"},
  };
  for (const auto& [pattern, sentence, expected] : cases) {
    std::string json = R"({"word":"mentor","k":")" + std::string(pattern) + "\"}";
    EXPECT_EQ(small(json).format(sentence), expected) << pattern;
  }
}

TEST(Catalog, VerbatimWordsAreNeverLookedUp) {
  const auto catalog = small(R"({"k":"secret words"})");
  EXPECT_EQ(catalog.format(verbatim("k")), "k");
  EXPECT_EQ(catalog.format(verbatim("{n, plural, ")), "{n, plural, ");
  EXPECT_EQ(catalog.format(verbatim("")), "");
  EXPECT_EQ(catalog.missing_count(), 0u);
}

TEST(Catalog, OwnWordsHaveTheirPlacesFilledOnce) {
  const auto catalog = small(R"({"role.mentor":"mentor"})");
  const auto filled = [&](const char* words) {
    return catalog.format(own_words(words)
                              .with("program", "Wards {day}")
                              .with("role", Word{"role.mentor"})
                              .with("day", *Date::parse("2027-09-14"))
                              .with("count", 1200));
  };
  EXPECT_EQ(filled("{program}: {role}, {count}, {day}"), "Wards {day}: mentor, 1,200, Tue 14 Sep 2027");
  EXPECT_EQ(filled("It's {unknown} {text} {} { {role"), "It's {unknown} {text} {} { {role");
  EXPECT_EQ(filled("{ {role}"), "{ mentor");
  EXPECT_EQ(filled(""), "");
}

TEST(Catalog, MissingKeysShowThemselvesAndAreCounted) {
  const auto catalog = small(R"({"k":"words"})");
  EXPECT_EQ(catalog.format("nowhere.to_be_found"), "nowhere.to_be_found");
  EXPECT_EQ(catalog.format("k"), "words");
  EXPECT_EQ(catalog.missing_count(), 1u);
}

TEST(Catalog, ErrorsBecomeSentences) {
  const auto catalog = small(R"({"error.people.many":"{count, plural, one {# row} other {# rows}} in {file}"})");
  EXPECT_EQ(catalog.format(refuse("people.many").with("count", "3").with("file", "2027.csv")), "3 rows in 2027.csv");
}

TEST(Catalog, Numbers) {
  const auto& english = Catalog::english();
  EXPECT_EQ(english.format(std::int64_t{1'234'567}), "1,234,567");
  EXPECT_EQ(english.format_decimal(3.14159, 2), "3.14");
  EXPECT_EQ(english.format_decimal(0.125, 2), "0.13");  // half up, as browsers do
  EXPECT_EQ(english.format_percent(0.125, 0), "13%");
  EXPECT_EQ(english.format_percent(0.5, 1), "50.0%");
}

TEST(Catalog, NamesWhatIsWrongWithAFile) {
  const auto load = [](std::string a, std::string b = "{}") {
    const CatalogFile files[] = {{"a", std::move(a)}, {"b", std::move(b)}};
    const auto loaded = Catalog::load(files);
    return loaded ? std::string("fine") : loaded.error().key;
  };
  EXPECT_EQ(load("{"), "text.malformed_file");
  EXPECT_EQ(load("[]"), "text.malformed_file");
  EXPECT_EQ(load(R"({"k":1})"), "text.malformed_message");
  EXPECT_EQ(load(R"({"k":"{n, plural, one {x}}"})"), "text.malformed_message");
  EXPECT_EQ(load(R"({"k":"{open"})"), "text.malformed_message");
  EXPECT_EQ(load(R"({"k":"x"})", R"({"k":"y"})"), "text.duplicate_key");
  EXPECT_EQ(load(R"({"k":"x"})", R"({"l":"y"})"), "fine");
  EXPECT_EQ(Catalog::load_directory("/nowhere").error().key, "text.unreadable");
}

TEST(Catalog, SeveralThreadsFormatAtOnce) {
  const auto catalog = small(R"({"k":"{n, plural, one {# pair} other {# pairs}}"})");
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 2; i < 300; ++i)
        if (catalog.format(Sentence("k").with("n", i)) != std::to_string(i) + " pairs") ++wrong;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace chiron::text
