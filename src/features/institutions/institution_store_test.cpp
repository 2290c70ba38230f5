// Institutions on both engines, through the store and by hand.
#include "features/institutions/institution_store.h"

#include <gtest/gtest.h>

#include "platform/db/testing.h"

namespace chiron::institutions {
namespace {

class InstitutionStore : public db::testing::DatabaseTest {
 protected:
  void SetUp() override { open({migrations}); }
  SeededRandom random_{11};

  Institution add(const char* slug, Mode mode) {
    auto institution =
        Institution::of(InstitutionId::random(random_), slug, std::string("The ") + slug, "Europe/Vienna", mode)
            .value();
    auto inserted = database().write_and_wait([&](db::WriteTransaction& write) { return insert(write, institution); });
    EXPECT_TRUE(inserted) << inserted.error().debug_text();
    return institution;
  }
};
CHIRON_ON_BOTH_ENGINES(InstitutionStore);

TEST_P(InstitutionStore, PreparesEveryStatement) { db::testing::expect_all_prepare(database(), sql::all); }

TEST_P(InstitutionStore, FindsWhatWasInserted) {
  const auto real = add("real", Mode::production);
  const auto demo = add("demo", Mode::demo);
  auto reading = database().begin_read();
  ASSERT_TRUE(reading);
  auto& read = reading->transaction();
  EXPECT_EQ(find(read, real.id).value(), real);
  EXPECT_EQ(find_by_slug(read, "demo").value(), demo);
  EXPECT_EQ(find_by_slug(read, "absent").value(), std::nullopt);
  EXPECT_EQ(all(read).value(), (std::vector{demo, real}));
}

TEST_P(InstitutionStore, RefusesATakenSlug) {
  auto institution = add("taken", Mode::demo);
  institution.id = InstitutionId::random(random_);
  auto again = database().write_and_wait([&](db::WriteTransaction& write) { return insert(write, institution); });
  EXPECT_EQ(again.error().key, "institutions.slug_taken");
}

TEST_P(InstitutionStore, RenamesButNeverChangesTheMode) {
  const auto institution = add("one", Mode::demo);
  const auto write = [&](auto function) {
    auto result = database().write_and_wait(function);
    return result ? std::string() : result.error().key;
  };
  EXPECT_EQ(write([&](db::WriteTransaction& w) { return rename(w, institution.id, "New name"); }), "");
  EXPECT_EQ(write([&](db::WriteTransaction& w) { return rename(w, institution.id, " "); }), "institutions.name");
  EXPECT_EQ(write([&](db::WriteTransaction& w) { return rename(w, InstitutionId(), "x"); }), "institutions.unknown");
  EXPECT_EQ(
      write([&](db::WriteTransaction& w) { return w.execute(db::Sql("UPDATE institutions SET mode = 'production'")); }),
      "institutions.mode_fixed");
  EXPECT_EQ(write([&](db::WriteTransaction& w) { return w.execute(db::Sql("DELETE FROM institutions")); }),
            "institutions.kept");

  for (const char* script : {"UPDATE institutions SET mode = 'production'", "DELETE FROM institutions"})
    EXPECT_NE(by_hand(script).find("chiron:institutions."), std::string::npos) << script;
  if (GetParam() == db::Engine::sqlite)
    EXPECT_NE(
        by_hand("INSERT OR REPLACE INTO institutions SELECT id, slug, name, time_zone, 'production' FROM institutions")
            .find("chiron:institutions.kept"),
        std::string::npos);
  else EXPECT_NE(by_hand("TRUNCATE institutions").find("chiron:institutions.kept"), std::string::npos);
  auto stored = database().read([&](db::ReadTransaction& read) { return find(read, institution.id); });
  EXPECT_EQ(stored.value()->mode, Mode::demo);
  EXPECT_EQ(stored.value()->name, "New name");
}

}  // namespace
}  // namespace chiron::institutions
