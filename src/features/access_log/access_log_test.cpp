// Once a day for a person and a record, in the chain of the audit log too; kept; on both engines.
#include "features/access_log/access_log.h"

#include <gtest/gtest.h>

#include "features/accounts/account_store.h"
#include "features/duties/duties_sql.h"
#include "features/institutions/institution_store.h"
#include "features/people/people_sql.h"
#include "features/programs/programs_sql.h"
#include "platform/db/testing.h"

namespace chiron::access_log {
namespace {

using institutions::Viewer;

class AccessLog : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, audit::migrations, people::migrations, duties::migrations, programs::migrations,
          accounts::migrations, migrations});
    if (IsSkipped()) return;
    for (auto* id : {&here_, &there_}) {
      *id = InstitutionId::random(random_);
      const auto made = institutions::Institution::of(*id, id == &here_ ? "here" : "there", "A school", "UTC",
                                                      institutions::Mode::production);
      ASSERT_TRUE(
          database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *made); }));
    }
    office_ = somebody("office@north.edu");
    lead_ = somebody("lead@north.edu");
  }

  Viewer somebody(const std::string& email) {
    accounts::Account account;
    account.id = AccountId::random(random_);
    account.email = email;
    account.salt = Bytes(16);
    const auto made = database().write_and_wait(
        [&](db::WriteTransaction& write) { return accounts::insert(write, here_, account, clock_.now()); });
    EXPECT_TRUE(made) << made.error().debug_text();
    return Viewer::of_account(here_, account.id, {}, {});
  }
  void see(const Viewer& viewer, Record record, audit::AnyId subject) {
    const auto noted = Noting{database(), clock_, random_}.seen(viewer, {record, subject});
    ASSERT_TRUE(noted) << noted.error().debug_text();
  }
  /// "day by record", newest first.
  std::vector<std::string> looks(std::vector<audit::AnyId> subjects, int limit = 100) {
    const auto found = database().read([&](db::ReadTransaction& read) {
      return looks_at(read, here_, subjects, clock_.now().utc_date(), limit);
    });
    EXPECT_TRUE(found) << found.error().debug_text();
    std::vector<std::string> lines;
    for (const Look& look : *found)
      lines.push_back(look.day.iso() + " " + look.by + " " + std::string(name_of(look.record)));
    return lines;
  }
  std::int64_t entries() {
    const auto head = database().read([&](db::ReadTransaction& read) { return audit::head(read, here_); });
    return head->seq;
  }

  SeededRandom random_{31};
  FixedClock clock_{Instant{1'795'000'000'000'000}};
  InstitutionId here_, there_;
  Viewer office_, lead_;
  audit::AnyId person_ = audit::AnyId::random(random_), program_ = audit::AnyId::random(random_);
};

TEST_P(AccessLog, NotesEachOnceADayBeforeItIsShown) {
  for (int again = 0; again < 3; ++again) see(office_, Record::case_, person_);
  see(lead_, Record::case_, person_);
  see(office_, Record::pairs, program_);
  EXPECT_EQ(entries(), 3) << "each is in the chain too, once";
  const std::string day = clock_.now().utc_date().iso();
  EXPECT_EQ(looks({person_}).size(), 2u);
  EXPECT_EQ(looks({program_}), std::vector{day + " office@north.edu pairs"});
  EXPECT_EQ(looks({person_, program_}).size(), 3u);
  EXPECT_EQ(looks({audit::AnyId::random(random_)}).size(), 0u);

  clock_.set(clock_.now().plus_ms(24 * 3600 * 1000));
  see(office_, Record::case_, person_);
  const std::string next = clock_.now().utc_date().iso();
  ASSERT_EQ(looks({person_}).size(), 3u);
  EXPECT_EQ(looks({person_}, 1), std::vector{next + " office@north.edu case"}) << "the newest first";
  clock_.set(clock_.now().plus_ms(std::int64_t{days_shown} * 24 * 3600 * 1000));
  EXPECT_EQ(looks({person_}), std::vector{next + " office@north.edu case"}) << "a year is shown, all is kept";
}

TEST_P(AccessLog, NotesNobodyWhoIsNotSignedIn) {
  for (const auto& viewer : {Viewer::of_job(here_), Viewer::of_operator(here_), Viewer::of_visitor(here_)})
    see(viewer, Record::report, person_);
  EXPECT_EQ(entries(), 0);
}

TEST_P(AccessLog, TellsWhatCannotBeNoted) {
  auto stranger = office_;
  stranger.account = AccountId::random(random_);
  EXPECT_FALSE((Noting{database(), clock_, random_}.seen(stranger, {Record::case_, person_})));
  EXPECT_TRUE(looks({person_}).empty());
}

TEST_P(AccessLog, IsKept) {
  see(office_, Record::case_, person_);
  EXPECT_NE(by_hand("DELETE FROM looks").find("chiron:access_log.kept"), std::string::npos);
  EXPECT_NE(by_hand("UPDATE looks SET day = day + 1").find("chiron:access_log.kept"), std::string::npos);
  EXPECT_NE(by_hand("UPDATE looks SET record = 'diary'"), "");
  EXPECT_EQ(looks({person_}).size(), 1u);
}

CHIRON_ON_BOTH_ENGINES(AccessLog);

}  // namespace
}  // namespace chiron::access_log
