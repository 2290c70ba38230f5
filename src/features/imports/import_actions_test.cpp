// Imports on both databases: twice changes nothing, two at once, undo of what nothing replaced, the audit entry.
#include "features/imports/import_actions.h"

#include "features/audit/audit.h"
#include "features/conflicts/conflicts_sql.h"
#include "features/imports/imports_sql.h"
#include "features/institutions/institution_store.h"
#include "features/programs/programs_sql.h"
#include "features/relationships/known_pairs.h"
#include "platform/db/testing.h"

namespace chiron::imports {
namespace {

const Date today = *Date::parse("2026-11-22");

class ImportsTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, audit::migrations, people::migrations, duties::migrations, programs::migrations,
          conflicts::migrations, relationships::migrations, imports::migrations});
    if (IsSkipped()) return;
    institution_ = InstitutionId::random(random_);
    auto made =
        institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", institutions::Mode::demo);
    ASSERT_TRUE(
        database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *made); }));
  }

  std::shared_ptr<duties::Roster> roster(std::initializer_list<std::pair<const char*, const char*>> people,
                                         std::initializer_list<std::pair<const char*, const char*>> assesses) {
    auto roster = std::make_shared<duties::Roster>();
    roster->files = {"people.csv", "duties.csv"};
    for (const auto& [id, unit] : people) {
      people::Person person;
      person.id = id;
      person.unit = unit;
      roster->people.push_back(person);
    }
    for (const auto& [holder, target] : assesses)
      roster->duties.push_back(
          {conflict::DutyKind::assesses, holder, {duties::TargetKind::person, target}, {today, today + 30}, "", 0, 0});
    roster->index_people();
    return roster;
  }
  Result<Preview> look(std::shared_ptr<duties::Roster> said, Completeness completeness = Completeness::additions) {
    return preview(database(), institution_, std::move(said), completeness, today);
  }
  Result<Import> take(const Preview& preview) {
    clock_.set(clock_.now().plus_ms(1000));
    return accept(database(), viewer(), preview, clock_, random_);
  }
  Result<Undone> take_back(ImportId import) {
    clock_.set(clock_.now().plus_ms(1000));
    return undo(database(), viewer(), import, clock_, random_);
  }
  institutions::Viewer viewer() const { return institutions::Viewer::of_operator(institution_); }
  duties::Roster now() {
    auto found = database().read([&](db::ReadTransaction& read) { return current_roster(read, institution_); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    return found ? std::move(*found) : duties::Roster{};
  }

  SeededRandom random_{3};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
  InstitutionId institution_;
};
CHIRON_ON_BOTH_ENGINES(ImportsTest);

TEST_P(ImportsTest, AcceptsWhatThePreviewSaidAndSayingItAgainChangesNothing) {
  const auto said = roster({{"a", "ICU"}, {"b", "ICU"}}, {{"a", "b"}});
  const auto import = take(*look(said));
  ASSERT_TRUE(import) << import.error().debug_text();
  EXPECT_EQ(import->people_added, 2);
  EXPECT_EQ(import->duties_added, 1);
  EXPECT_EQ(now().people.size(), 2u);
  EXPECT_EQ(now().duties.size(), 1u);
  const auto again = look(said, Completeness::complete);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->difference.empty());
  EXPECT_EQ(take(*again).error().key, "imports.nothing");
}

TEST_P(ImportsTest, KeepsAListOfPairsOnceAndForgetsItWhenUndone) {
  const auto known = [&] {
    const auto found =
        database().read([&](db::ReadTransaction& read) { return relationships::known_sayings(read, institution_); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    return found.value_or(std::vector<relationships::KnownSaying>());
  };
  const auto listed = [&](DateRange days, const char* role) {
    auto said = roster({{"a", "ICU"}, {"b", "ICU"}}, {});
    said->pairs.push_back({"a", "b", days, role, 0, 2});
    return said;
  };
  ASSERT_TRUE(take(*look(listed({today - 300, today}, "mentor"))));
  EXPECT_EQ(known(), (std::vector{relationships::KnownSaying{"a", "b", "mentor", {today - 300, today}}}));
  EXPECT_EQ(take(*look(listed({today - 300, today}, "mentor"))).error().key, "imports.nothing");
  // The list alone is something to say, and what it says of the same pair replaces what was said before.
  const auto later = take(*look(listed({today - 200, today}, "mentor")));
  ASSERT_TRUE(later) << later.error().debug_text();
  EXPECT_EQ(known(), (std::vector{relationships::KnownSaying{"a", "b", "mentor", {today - 200, today}}}));
  ASSERT_TRUE(take_back(later->id));
  EXPECT_TRUE(known().empty());
}

TEST_P(ImportsTest, OfTwoPreviewsOnlyTheFirstIsAccepted) {
  const auto one = look(roster({{"a", "ICU"}}, {})), other = look(roster({{"b", "ED"}}, {}));
  ASSERT_TRUE(take(*one));
  const auto refused = take(*other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "imports.changed_since");
  EXPECT_EQ(now().people.size(), 1u);
}

TEST_P(ImportsTest, ADutyOfSomebodyUnknownRefusesEverything) {
  const auto refused = take(*look(roster({{"a", "ICU"}}, {{"a", "nobody"}})));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "imports.unknown_person");
  EXPECT_TRUE(now().people.empty());
}

TEST_P(ImportsTest, UndoTakesBackWhatNothingLaterReplacedAndListsTheRest) {
  ASSERT_TRUE(take(*look(roster({{"a", "ICU"}, {"b", "ICU"}}, {{"a", "b"}}))));
  const auto second = take(*look(roster({{"a", "ED"}, {"b", "ED"}}, {{"b", "a"}})));
  ASSERT_TRUE(second);
  ASSERT_TRUE(take(*look(roster({{"b", "Ward 3"}}, {}))));

  const auto undone = take_back(second->id);
  ASSERT_TRUE(undone) << undone.error().debug_text();
  EXPECT_EQ(undone->people_taken_back, 1);
  EXPECT_EQ(undone->people_kept, std::vector<std::string>{"b"});
  EXPECT_EQ(undone->duties_taken_back, 1);
  const auto roster_now = now();
  EXPECT_EQ(roster_now.people[0].unit, "ICU");
  EXPECT_EQ(roster_now.people[1].unit, "Ward 3");
  EXPECT_EQ(roster_now.duties.size(), 1u);
  EXPECT_EQ(take_back(second->id).error().key, "imports.undone_already");
}

TEST_P(ImportsTest, ACompleteFileMarksLeaversAndUndoBringsThemBack) {
  ASSERT_TRUE(take(*look(roster({{"a", "ICU"}, {"b", "ICU"}}, {{"a", "b"}}))));
  const auto second = take(*look(roster({{"a", "ICU"}}, {}), Completeness::complete));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->people_left, 1);
  EXPECT_EQ(now().people[1].present.to, today);
  EXPECT_EQ(now().people[1].left_because, people::LeaveReason::other);
  EXPECT_TRUE(now().duties.empty());
  const auto undone = take_back(second->id);
  ASSERT_TRUE(undone) << undone.error().debug_text();
  EXPECT_EQ(undone->duties_restored, 1);
  EXPECT_EQ(now().people[1].present.to, Date::max());
  EXPECT_EQ(now().duties.size(), 1u);
}

TEST_P(ImportsTest, LeavesAnAuditEntryAndAnotherInstitutionSeesNothing) {
  ASSERT_TRUE(take(*look(roster({{"a", "ICU"}}, {}))));
  const auto sound = database().read([&](db::ReadTransaction& read) { return audit::verify(read, institution_); });
  ASSERT_TRUE(sound);
  EXPECT_TRUE(sound->sound());
  EXPECT_EQ(sound->entries, 1);
  const auto other = InstitutionId::random(random_);
  EXPECT_TRUE(database().read([&](db::ReadTransaction& read) { return current_roster(read, other); })->people.empty());
  EXPECT_TRUE(database().read([&](db::ReadTransaction& read) { return list(read, other); })->empty());
}

}  // namespace
}  // namespace chiron::imports
