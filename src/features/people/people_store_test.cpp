// People in both databases: versions, history, revisions, and what hand-written SQL may not do.
#include "features/people/people_store.h"

#include "features/institutions/institution_store.h"
#include "platform/db/testing.h"

namespace chiron::people {
namespace {

class PeopleStoreTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, people::migrations});
    if (IsSkipped()) return;
    institution_ = InstitutionId::random(random_);
    auto made =
        institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", institutions::Mode::demo);
    ASSERT_TRUE(made);
    ASSERT_TRUE(
        database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *made); }));
  }
  Person person(std::string_view id, std::string_view unit) {
    Person person;
    person.id = id;
    person.given_name = "Ada";
    person.unit = unit;
    person.languages = {"English", "Igbo"};
    person.capacity = 3;
    person.hours_per_month = 1.5;
    person.trained_on = *Date::parse("2026-05-01");
    return person;
  }
  ImportId record_one(PersonId id, const Person& said, bool is_new) {
    const auto import = ImportId::random(random_);
    const auto version = VersionId::random(random_);
    const auto written = database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      if (is_new) TRY(insert(write, institution_, id, said.id));
      return record(write, {institution_, import, {clock_ += 1000}}, id, version, said);
    });
    EXPECT_TRUE(written) << (written ? "" : written.error().debug_text());
    return import;
  }
  std::vector<StoredPerson> now() {
    auto found = database().read([&](db::ReadTransaction& read) { return current(read, institution_, pool_); });
    EXPECT_TRUE(found);
    return found ? *found : std::vector<StoredPerson>{};
  }
  std::int64_t revision(std::string_view external_id) {
    auto found = database().read([&](db::ReadTransaction& read) { return find(read, institution_, external_id); });
    return found && *found ? (*found)->revision : -1;
  }

  SeededRandom random_{7};
  std::int64_t clock_ = 1'000'000;
  InstitutionId institution_;
  TextPool pool_;
};
CHIRON_ON_BOTH_ENGINES(PeopleStoreTest);

TEST_P(PeopleStoreTest, GivesBackWhatWasRecorded) {
  const auto id = PersonId::random(random_);
  record_one(id, person("a1", "ICU"), true);
  const auto people = now();
  ASSERT_EQ(people.size(), 1u);
  EXPECT_EQ(people[0].id, id);
  const Person& stored = people[0].person;
  const Person said = person("a1", "ICU");
  EXPECT_EQ(stored.id, said.id);
  EXPECT_EQ(stored.given_name, said.given_name);
  EXPECT_EQ(stored.languages, said.languages);
  EXPECT_EQ(stored.capacity, said.capacity);
  EXPECT_EQ(stored.hours_per_month, said.hours_per_month);
  EXPECT_EQ(stored.trained_on, said.trained_on);
  EXPECT_EQ(stored.present, said.present);
}

TEST_P(PeopleStoreTest, ALaterVersionReplacesAndUndoBringsTheEarlierBack) {
  const auto id = PersonId::random(random_);
  record_one(id, person("a1", "ICU"), true);
  const auto second = record_one(id, person("a1", "ED"), false);
  ASSERT_EQ(now().size(), 1u);
  EXPECT_EQ(now()[0].person.unit, "ED");

  const auto version = VersionId::random(random_);
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) {
    return take_back(write, {institution_, second, {clock_ += 1000}}, id, version);
  }));
  ASSERT_EQ(now().size(), 1u);
  EXPECT_EQ(now()[0].person.unit, "ICU");
}

TEST_P(PeopleStoreTest, UndoingTheFirstVersionLeavesNone) {
  const auto id = PersonId::random(random_);
  const auto import = record_one(id, person("a1", "ICU"), true);
  const auto version = VersionId::random(random_);
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) {
    return take_back(write, {institution_, import, {clock_ += 1000}}, id, version);
  }));
  EXPECT_TRUE(now().empty());
}

TEST_P(PeopleStoreTest, EveryChangeRaisesTheRevisionAlsoByHand) {
  const auto id = PersonId::random(random_);
  record_one(id, person("a1", "ICU"), true);
  const auto before = revision("a1");
  record_one(id, person("a1", "ED"), false);
  EXPECT_GT(revision("a1"), before);
  const auto later = revision("a1");
  EXPECT_EQ(by_hand("UPDATE person_versions SET unit = 'x' WHERE retracted_at IS NULL"), "");
  EXPECT_GT(revision("a1"), later);
}

TEST_P(PeopleStoreTest, HistoryCannotBeDeletedByHand) {
  record_one(PersonId::random(random_), person("a1", "ICU"), true);
  EXPECT_NE(by_hand("DELETE FROM person_versions").find("people.history_kept"), std::string::npos);
}

TEST_P(PeopleStoreTest, AnExternalIdIsTakenOnceAnInstitution) {
  record_one(PersonId::random(random_), person("a1", "ICU"), true);
  const auto again = database().write_and_wait(
      [&](db::WriteTransaction& write) { return insert(write, institution_, PersonId::random(random_), "a1"); });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_P(PeopleStoreTest, PreparesEveryStatement) { EXPECT_TRUE(database().prepare_all(sql::all)); }

}  // namespace
}  // namespace chiron::people
