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
  /// Whatever a test did: people are counted as they stand.
  void TearDown() override {
    if (!IsSkipped()) {
      const std::string groups = "institution_id, kind, cohort, stage, site, unit, present_from, present_to";
      const std::string wrong =
          "SELECT count(*) FROM (SELECT " + groups + ", count(*) AS people FROM current_person_versions GROUP BY " +
          groups + ") v LEFT JOIN (SELECT " + groups + ", sum(people) AS people FROM people_counts_now GROUP BY " +
          groups +
          ") c ON c.institution_id = v.institution_id AND c.kind = v.kind AND c.cohort = v.cohort"
          " AND c.stage = v.stage AND c.site = v.site AND c.unit = v.unit AND c.present_from = v.present_from"
          " AND c.present_to = v.present_to WHERE c.people IS NULL OR c.people <> v.people";
      EXPECT_EQ(number(wrong), 0) << "people of a group are not counted as they stand";
      EXPECT_EQ(number("SELECT coalesce(CAST(sum(people) AS BIGINT), 0) FROM people_counts_now"),
                number("SELECT count(*) FROM current_person_versions"));
    }
    DatabaseTest::TearDown();
  }
  std::int64_t number(const std::string& statement) {
    const auto found = database().read([&](db::ReadTransaction& read) {
      return read.query(db::Sql{std::string_view(statement)}).one<std::int64_t>();
    });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    return found ? *found : -1;
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
  Recording a_change() { return {institution_, ChangeId::random(random_)}; }
  template <class Say>
  Result<> at_once(const Recording& at, Say say) {
    return database().write_and_wait([&](db::WriteTransaction& write) {
      return change_at_once(write, at, ChangeKind::edit, {clock_ += 1000},
                            [&](const Recording& in) { return say(write, in); });
    });
  }
  ChangeId record_one(PersonId id, const Person& said, bool is_new) {
    const auto at = a_change();
    const auto version = VersionId::random(random_);
    const auto written = at_once(at, [&](db::WriteTransaction& write, const Recording& in) -> Result<> {
      if (is_new) TRY(insert(write, in, id, said.id));
      return record(write, in, id, version, said);
    });
    EXPECT_TRUE(written) << (written ? "" : written.error().debug_text());
    return at.change;
  }
  Result<> undo_one(PersonId id, ChangeId undone) {
    const auto version = VersionId::random(random_);
    return at_once(a_change(), [&](db::WriteTransaction& write, const Recording& in) {
      return take_back(write, in, undone, id, version);
    });
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

  ASSERT_TRUE(undo_one(id, second));
  ASSERT_EQ(now().size(), 1u);
  EXPECT_EQ(now()[0].person.unit, "ICU");
}

TEST_P(PeopleStoreTest, UndoingTheFirstVersionLeavesNone) {
  const auto id = PersonId::random(random_);
  const auto change = record_one(id, person("a1", "ICU"), true);
  ASSERT_TRUE(undo_one(id, change));
  EXPECT_TRUE(now().empty());
}

TEST_P(PeopleStoreTest, EveryChangeRaisesTheRevision) {
  const auto id = PersonId::random(random_);
  record_one(id, person("a1", "ICU"), true);
  const auto before = revision("a1");
  record_one(id, person("a1", "ED"), false);
  EXPECT_GT(revision("a1"), before);
}

TEST_P(PeopleStoreTest, AStagedVersionShowsNothingUntilItIsAppliedAndThenAtOnce) {
  const auto id = PersonId::random(random_);
  record_one(id, person("a1", "ICU"), true);
  const auto before = revision("a1");
  const auto at = a_change();
  const auto version = VersionId::random(random_);
  const auto said = person("a1", "ED");
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    TRY(begin(write, at, ChangeKind::import));
    return record(write, at, id, version, said);
  }));
  EXPECT_EQ(now()[0].person.unit, "ICU");
  EXPECT_EQ(revision("a1"), before);
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) { return apply(write, at, {9}); }));
  ASSERT_EQ(now().size(), 1u);
  EXPECT_EQ(now()[0].person.unit, "ED");
  EXPECT_EQ(revision("a1"), before + 1) << "due, and counted";
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) { return raise_revisions(write, at, 10); }));
  EXPECT_EQ(revision("a1"), before + 1) << "raised";
}

TEST_P(PeopleStoreTest, ADiscardedChangeNeverShowsAndIsPurged) {
  const auto id = PersonId::random(random_), other = PersonId::random(random_);
  record_one(id, person("a1", "ICU"), true);
  const auto at = a_change();
  const VersionId versions[] = {VersionId::random(random_), VersionId::random(random_)};
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    TRY(begin(write, at, ChangeKind::import));
    TRY(record(write, at, id, versions[0], person("a1", "ED")));
    TRY(insert(write, at, other, "b2"));
    return record(write, at, other, versions[1], person("b2", "ED"));
  }));
  // Whoever begins next takes its place; the first is told so.
  const auto next = a_change();
  ASSERT_TRUE(
      database().write_and_wait([&](db::WriteTransaction& write) { return begin(write, next, ChangeKind::import); }));
  EXPECT_EQ(database().write_and_wait([&](db::WriteTransaction& write) { return apply(write, at, {9}); }).error().key,
            "people.change_closed");
  const auto late = database().write_and_wait(
      [&](db::WriteTransaction& write) { return insert(write, at, PersonId::random(random_), "c3"); });
  EXPECT_EQ(late.error().key, "people.change_closed");
  ASSERT_EQ(now().size(), 1u);
  EXPECT_EQ(now()[0].person.unit, "ICU");
  for (std::int64_t deleted = 1; deleted > 0;) {
    const auto purged = database().write_and_wait([&](db::WriteTransaction& write) { return purge(write, at, 2); });
    ASSERT_TRUE(purged) << purged.error().debug_text();
    deleted = *purged;
  }
  const auto named = database().read([&](db::ReadTransaction& read) { return known(read, institution_); });
  ASSERT_EQ(named->size(), 1u);
  EXPECT_EQ(named->front().external_id, "a1");
  record_one(id, person("a1", "Ward 3"), false);
  ASSERT_EQ(now().size(), 1u);
  EXPECT_EQ(now()[0].person.unit, "Ward 3");
}

TEST_P(PeopleStoreTest, HandWrittenSqlCannotRewriteOrDeleteWhatWasKnown) {
  record_one(PersonId::random(random_), person("a1", "ICU"), true);
  const auto refused = [&](const std::string& script, std::string_view key) {
    const auto error = by_hand(script);
    EXPECT_NE(error.find(key), std::string::npos) << script << ": " << error;
  };
  refused("UPDATE person_versions SET unit = 'x'", "people.history_kept");
  refused("UPDATE person_versions SET retracted_by = said_by", "people.change_closed");
  refused("UPDATE people SET external_id = 'x'", "people.history_kept");
  refused("UPDATE people SET revision = 0", "people.history_kept");
  refused("UPDATE changes SET kind = 'undo'", "people.change_moves");
  refused("UPDATE changes SET state = 'staged', applied_at = NULL, applied_number = NULL", "people.change_moves");
  for (const char* table : {"person_versions", "people", "changes"})
    refused(std::string("DELETE FROM ") + table, "people.history_kept");
}

TEST_P(PeopleStoreTest, HandWrittenSqlCannotMakeTwoCurrentVersions) {
  record_one(PersonId::random(random_), person("a1", "ICU"), true);
  const std::string begin_one =
      "INSERT INTO changes SELECT institution_id, id, 'edit', 'staged', NULL, NULL FROM people;";
  const std::string columns =
      "given_name, family_name, email, profession, kind, stage, site, unit, cohort, specialty, languages, interests, "
      "manager, capacity, minutes_per_month, trained_on, declared_on, present_from, present_to, left_because";
  const std::string again =
      "INSERT INTO person_versions SELECT institution_id, person_id, person_id, "
      "(SELECT id FROM changes WHERE state = 'staged'), NULL, " +
      columns + " FROM person_versions;";
  EXPECT_NE(by_hand(begin_one + again).find("people.one_version"), std::string::npos);
  ASSERT_EQ(now().size(), 1u);
}

TEST_P(PeopleStoreTest, AnExternalIdIsTakenOnceAnInstitution) {
  record_one(PersonId::random(random_), person("a1", "ICU"), true);
  const auto again = at_once(a_change(), [&](db::WriteTransaction& write, const Recording& in) {
    return insert(write, in, PersonId::random(random_), "a1");
  });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_P(PeopleStoreTest, CountsPeopleAsChangesSayThemAndTakeThemBack) {
  const auto icu = [&] {
    return number("SELECT coalesce(CAST(sum(people) AS BIGINT), 0) FROM people_counts_now WHERE unit = 'ICU'");
  };
  const auto one = PersonId::random(random_), other = PersonId::random(random_);
  record_one(one, person("a1", "ICU"), true);
  const auto brought = record_one(other, person("b2", "ICU"), true);
  EXPECT_EQ(icu(), 2);
  const auto moved = record_one(one, person("a1", "ED"), false);
  EXPECT_EQ(icu(), 1);
  ASSERT_TRUE(undo_one(one, moved));
  EXPECT_EQ(icu(), 2);
  ASSERT_TRUE(undo_one(other, brought));
  EXPECT_EQ(icu(), 1);
  const auto staged = a_change();
  const auto version = VersionId::random(random_);
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    TRY(begin(write, staged, ChangeKind::import));
    return record(write, staged, one, version, person("a1", "Ward 3"));
  }));
  EXPECT_EQ(icu(), 1) << "what is only staged does not count";
}

TEST_P(PeopleStoreTest, PreparesEveryStatement) { EXPECT_TRUE(database().prepare_all(sql::all)); }

}  // namespace
}  // namespace chiron::people
