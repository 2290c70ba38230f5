// The log writes its allow-list and nothing a person typed.
#include "platform/log/log.h"

#include <gtest/gtest.h>

namespace chiron::log {
namespace {

struct Lines final : Sink {
  explicit Lines(std::string& to) : text(to) {}
  void write(std::string_view line) override { text += line; }
  std::string& text;
};

struct LogTest : testing::Test {
  std::string text;
  FixedClock clock{Instant{1'000'000}};
  SeededRandom random{1};
  Log log{std::make_unique<Lines>(text), Level::info, clock, random};
};

TEST_F(LogTest, WritesOneObjectALine) {
  log.info("http.request", {{Field::route, Word("/api/v1/people/{id}")}, {Field::status, 200}});
  EXPECT_EQ(text, "{\"time\":\"1970-01-01T00:00:01.000000Z\",\"level\":\"info\",\"event\":\"http.request\","
                  "\"route\":\"/api/v1/people/{id}\",\"status\":200}\n");
}

TEST_F(LogTest, LeavesOutLowerLevels) {
  log.debug("quiet");
  EXPECT_EQ(text, "");
}

TEST_F(LogTest, HashesIdsWithAKeyOfTheDay) {
  const auto person = PersonId::random(random);
  log.info("a", {{Field::person, Value::hashed(person)}});
  const std::string first = std::exchange(text, "");
  log.info("a", {{Field::person, Value::hashed(person)}});
  EXPECT_EQ(text, first);
  EXPECT_EQ(text.find(person.text().substr(0, 12)), std::string::npos);
  clock.set(Instant{1'000'000 + 86'400'000'000});
  text.clear();
  log.info("a", {{Field::person, Value::hashed(person)}});
  EXPECT_NE(text.substr(text.find("person")), first.substr(first.find("person")));
}

TEST_F(LogTest, NeverTakesWhatSomebodyTyped) {
  // An error's details may hold a person's words: only its key goes in, and only when it looks like a key.
  const Error typed = refuse("people.duplicate_id").with("id", "Jane Smith");
  log.warning("refused", {{Field::key, Value::key_of(typed)}, {Field::code, Value::code_of(typed)}});
  EXPECT_NE(text.find("\"key\":\"people.duplicate_id\",\"code\":\"invalid\""), std::string::npos);
  EXPECT_EQ(text.find("Jane"), std::string::npos);
  text.clear();
  log.warning("refused", {{Field::key, Value::key_of(refuse("Jane Smith"))}});
  EXPECT_NE(text.find("\"key\":\"?\""), std::string::npos);
  static_assert(!std::is_constructible_v<Value, std::string>);
  static_assert(!std::is_constructible_v<Word, std::string>);
}

TEST_F(LogTest, WritesAQuestionMarkForTheWrongKind) {
  log.info("a", {{Field::status, Word("words")}, {Field::person, 12}});
  EXPECT_NE(text.find("\"status\":\"?\",\"person\":\"?\""), std::string::npos);
}

TEST(LogFile, RefusesWhatCannotBeWritten) {
  EXPECT_EQ(file_sink("/nonexistent/chiron.log").error().key, "log.unwritable");
}

}  // namespace
}  // namespace chiron::log
