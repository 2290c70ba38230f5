// Answers of educators, on both engines: who is asked, what the database refuses whoever writes, and two at once.
#include "features/educators/educator_actions.h"

#include <gtest/gtest.h>

#include <thread>

#include "features/educators/testing_program.h"

namespace chiron::educators {
namespace {

class EducatorActions : public ProgramTest {
 protected:
  void SetUp() override { set_up({educators::migrations}); }

  Result<> say(const char* who, std::int64_t read_at, std::int64_t capacity, bool declared = false) {
    Answer said;
    said.takes_part = capacity > 0;
    said.capacity = capacity;
    said.declared = declared;
    SystemRandom random;
    return answer(database(), as(who), {program_, read_at, said}, clock_, random);
  }
  std::string refused(const char* who, std::int64_t read_at, std::int64_t capacity) {
    const auto said = say(who, read_at, capacity);
    return said ? "" : said.error().key;
  }
  std::optional<StoredAnswer> stored(const char* who) {
    return database()
        .read([&](db::ReadTransaction& read) { return find_answer(read, institution_, program_, people_[who]); })
        .value();
  }
};

TEST_P(EducatorActions, AnAnswerIsKeptAndChangedFromItsRevision) {
  EXPECT_EQ(refused("dora", 0, 2), "");
  EXPECT_EQ(stored("dora")->answer.capacity, 2);
  EXPECT_FALSE(stored("dora")->declared_on);
  EXPECT_EQ(refused("dora", 0, 2), "") << "the same request, come twice";
  EXPECT_EQ(stored("dora")->revision, 1);
  EXPECT_EQ(refused("dora", 0, 3), "educators.changed_meanwhile");
  EXPECT_EQ(refused("dora", 2, 3), "educators.changed_meanwhile");
  EXPECT_TRUE(say("dora", 1, 0, true));
  EXPECT_EQ(stored("dora")->revision, 2);
  EXPECT_FALSE(stored("dora")->answer.takes_part);
  EXPECT_TRUE(stored("dora")->declared_on);
}

TEST_P(EducatorActions, OfTwoWindowsThatSaveAtOnceOneIsTold) {
  ASSERT_EQ(refused("dora", 0, 2), "");
  std::string one, other;
  std::thread first([&] { one = refused("dora", 1, 1); });
  std::thread second([&] { other = refused("dora", 1, 3); });
  first.join();
  second.join();
  EXPECT_EQ(one + other, "educators.changed_meanwhile");
  EXPECT_EQ(stored("dora")->answer.capacity, one.empty() ? 1 : 3);
  EXPECT_EQ(stored("dora")->revision, 2);
}

TEST_P(EducatorActions, OnlyEducatorsOfAProgramThatRunsAreAsked) {
  EXPECT_EQ(refused("ada", 0, 1), "educators.unknown");   // a learner
  EXPECT_EQ(refused("late", 0, 1), "educators.unknown");  // not there when the program begins
  const auto visitor =
      answer(database(), institutions::Viewer::of_visitor(institution_), {program_, 0, {}}, clock_, random_);
  EXPECT_EQ(visitor.error().key, "educators.unknown");
  archive();
  EXPECT_EQ(refused("dora", 0, 1), "educators.unknown");
}

TEST_P(EducatorActions, TheDatabaseRefusesWhatTheProgramNeverDoes) {
  ASSERT_TRUE(say("dora", 0, 2));
  EXPECT_NE(by_hand("UPDATE educator_answers SET capacity = 0, revision = revision + 1").find("educators.answer_seats"),
            std::string::npos);
  EXPECT_NE(by_hand("UPDATE educator_answers SET revision = revision + 2").find("educators.changed_meanwhile"),
            std::string::npos);
  EXPECT_NE(
      by_hand("UPDATE educator_answers SET capacity = 501, revision = revision + 1").find("educators.capacity_range"),
      std::string::npos);
  EXPECT_EQ(stored("dora")->revision, 1);
}

TEST_P(EducatorActions, ReadinessIsForTheRoleAndKeptOnce) {
  std::vector<Chosen> chosen;
  for (const auto& question : questions_of(conflict::Role::mentor))
    chosen.push_back({std::string(question.id), question.right});
  auto wrong = chosen;
  wrong[0].option = wrong[0].option % option_count + 1;
  const auto passed = [&] {
    return database()
        .read([&](db::ReadTransaction& read) {
          return passed_on(read, institution_, people_["dora"], conflict::Role::mentor);
        })
        .value();
  };
  ASSERT_TRUE(take_check(database(), as("dora"), program_, wrong, clock_, random_));
  EXPECT_FALSE(passed());
  ASSERT_TRUE(take_check(database(), as("dora"), program_, chosen, clock_, random_));
  ASSERT_TRUE(passed());
  ASSERT_TRUE(take_check(database(), as("dora"), program_, chosen, clock_, random_));
  EXPECT_EQ(take_check(database(), as("ada"), program_, chosen, clock_, random_).error().key, "educators.unknown");
}

TEST_P(EducatorActions, AnswersComeInPagesByNameWhoeverIsCalledAlike) {
  for (const char* who : {"gus", "dora", "fay", "eli"}) ASSERT_TRUE(say(who, 0, 2));
  const auto page = [&](std::optional<PersonId> after, int limit) {
    return database()
        .read([&](db::ReadTransaction& read) {
          return answers_page(read, institution_, program_, conflict::Role::mentor, after, limit);
        })
        .value();
  };
  const auto all = page({}, 100);
  const auto counted =
      database().read([&](db::ReadTransaction& read) { return count_answers(read, institution_, program_); }).value();
  ASSERT_EQ(std::ssize(all), counted.yes + counted.no);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(counted.seats, 2 * counted.yes);
  std::vector<PersonId> paged;
  std::optional<PersonId> after;
  for (auto some = page(after, 1); !some.empty(); some = page(after, 1)) {
    ASSERT_EQ(some.size(), 1U);
    after = some.front().person;
    paged.push_back(*after);
    ASSERT_LE(paged.size(), all.size()) << "a page begins again";
  }
  ASSERT_EQ(paged.size(), all.size());
  for (std::size_t n = 0; n < all.size(); ++n) EXPECT_EQ(paged[n], all[n].person) << n;
  EXPECT_TRUE(page(PersonId{}, 100).empty()) << "after nobody of the roster";

  // Many answers are found along the names, in the same order.
  const auto along = database().read([&](db::ReadTransaction& read) {
    return read
        .query(sql::many_answers_page, institution_, program_, conflict::name_of(conflict::Role::mentor),
               std::string_view(), std::string_view(), PersonId{}, 100)
        .all([](const db::Row& row) { return row.get<PersonId>(0); });
  });
  ASSERT_TRUE(along) << along.error().debug_text();
  EXPECT_EQ(*along, paged);
}

TEST_P(EducatorActions, CountsWhoIsAskedWithoutReadingThem) {
  const auto counts = [&] {
    return database()
        .read([&](db::ReadTransaction& read) -> Result<std::pair<std::int64_t, std::int64_t>> {
          const auto program = TRY(programs::find(read, institution_, program_));
          const auto& terms = program->charter.terms.program;
          EXPECT_EQ(TRY(count_learners(read, institution_, terms)),
                    std::ssize(TRY(learners_of(read, institution_, terms))));
          std::int64_t silent = 0;
          for (const auto& one : TRY(who_may_teach(read, institution_, terms)))
            silent += TRY(find_answer(read, institution_, program_, one.id)) ? 0 : 1;
          return std::pair{silent, TRY(count_silent(read, institution_, program_, terms.term.from))};
        })
        .value();
  };
  const auto before = counts();
  EXPECT_EQ(before.first, before.second);
  ASSERT_TRUE(say("dora", 0, 2));
  const auto after = counts();
  EXPECT_EQ(after.first, after.second);
  EXPECT_EQ(after.second, before.second - 1);
}

CHIRON_ON_BOTH_ENGINES(EducatorActions);

}  // namespace
}  // namespace chiron::educators
