// Reports are asked for once while they wait, anew once they are being made, never in a demo; by facts and by pairs.
#include "app/report_jobs.h"

#include <gtest/gtest.h>

#include "app/installation.h"
#include "features/institutions/institution_store.h"
#include "platform/db/testing.h"

namespace chiron::app {
namespace {

constexpr db::Sql report_jobs("SELECT count(*) FROM jobs WHERE kind = 'reports.make'");
constexpr db::Sql begin_all("UPDATE jobs SET state = 'running', attempts = 1, lease_owner = $1, lease_until = $2");

class ReportJobsTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({});
    if (IsSkipped()) return;
    ASSERT_TRUE(database().migrate(all_migrations()));
  }
  InstitutionId institution(const char* slug, institutions::Mode mode) {
    const auto id = InstitutionId::random(random_);
    const auto made = institutions::Institution::of(id, slug, slug, "Europe/Berlin", mode).value();
    EXPECT_TRUE(
        database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, made); }));
    return id;
  }
  /// Facts change and so do pairs; so many jobs wait or run then.
  std::int64_t after_changes(InstitutionId id) {
    const auto seed = crypto::draw_seed(random_);
    EXPECT_TRUE(database().write_and_wait(
        [&](db::WriteTransaction& write) { return on_facts_changed(write, {id, Instant{}, seed}); }));
    EXPECT_TRUE(database().write_and_wait(
        [&](db::WriteTransaction& write) { return on_known_pairs_changed(write, {id, Instant{}, seed}); }));
    return database()
        .read([&](db::ReadTransaction& read) { return read.query(report_jobs).one<std::int64_t>(); })
        .value();
  }

  SeededRandom random_{78};
};
CHIRON_ON_BOTH_ENGINES(ReportJobsTest);

TEST_P(ReportJobsTest, ManyChangesAskOnceUntilTheJobHasBegun) {
  const auto berlin = institution("berlin", institutions::Mode::production);
  EXPECT_EQ(after_changes(berlin), 1);
  EXPECT_EQ(after_changes(berlin), 1);
  // What is being made may not have seen what changes now.
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) {
    return write.execute(begin_all, Id<struct OwnerTag>::random(random_), Instant{}.plus_ms(60'000));
  }));
  EXPECT_EQ(after_changes(berlin), 2);
  EXPECT_EQ(after_changes(institution("vienna", institutions::Mode::production)), 3);
}

TEST_P(ReportJobsTest, PairsThatAreOfferedAndEndAskToo) {
  const auto asks = [&](InstitutionId id, bool offered) {
    const auto seed = crypto::draw_seed(random_);
    EXPECT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) {
      return offered ? on_offers_made(write, {id, Instant{}, {}, {}, seed})
                     : on_closed(write, {id, {}, {}, Instant{}, seed});
    }));
    return database()
        .read([&](db::ReadTransaction& read) { return read.query(report_jobs).one<std::int64_t>(); })
        .value();
  };
  EXPECT_EQ(asks(institution("berlin", institutions::Mode::production), true), 1);
  EXPECT_EQ(asks(institution("vienna", institutions::Mode::production), false), 2);
}

TEST_P(ReportJobsTest, ADemoKeepsItsStory) {
  EXPECT_EQ(after_changes(institution("demo", institutions::Mode::demo)), 0);
}

}  // namespace
}  // namespace chiron::app
