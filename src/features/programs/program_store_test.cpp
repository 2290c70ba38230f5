// Programs and charter versions on both databases: what is written comes back, versions are fixed, races make no gap.
#include "features/programs/program_actions.h"

#include <thread>

#include "features/audit/audit.h"
#include "features/institutions/institution_store.h"
#include "features/people/people_store.h"
#include "platform/db/testing.h"

namespace chiron::programs {
namespace {

class ProgramStoreTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, audit::migrations, people::migrations, programs::migrations});
    if (IsSkipped()) return;
    institution_ = InstitutionId::random(random_);
    const auto made =
        institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", institutions::Mode::demo);
    ASSERT_TRUE(
        database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *made); }));
  }
  institutions::Viewer operator_() const { return institutions::Viewer::of_operator(institution_); }
  static Terms advising() {
    return Terms::of(standard_program(conflict::Role::academic_advisor, *DateRange::parse("2026-08-01..2027-08-01")));
  }
  ProgramId set_up_advising() {
    const auto made = set_up(database(), operator_(), advising(), clock_, random_);
    EXPECT_TRUE(made) << (made ? "" : made.error().debug_text());
    return made.value_or(ProgramId{});
  }
  CharterVersion newest(ProgramId program) {
    const auto found =
        database().read([&](db::ReadTransaction& read) { return newest_version(read, institution_, program); });
    EXPECT_TRUE(found && *found) << (found ? "" : found.error().debug_text());
    return found && *found ? **found : CharterVersion{};
  }
  Result<CharterVersion> change(ProgramId program, const Terms& terms) {
    return change_charter(database(), operator_(), program, terms, clock_, random_);
  }

  SeededRandom random_{5};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
  InstitutionId institution_;
};
CHIRON_ON_BOTH_ENGINES(ProgramStoreTest);

TEST_P(ProgramStoreTest, KeepsEveryVersionAsItWasAgreed) {
  const auto program = set_up_advising();
  Terms sealed = advising();
  sealed.record = Record::sealed;
  sealed.matters = conflict::Level::disclose;
  sealed.program.policy = *sealed.program.policy.with_look_ahead(500);
  const auto narrowed = change(program, sealed);
  ASSERT_TRUE(narrowed) << narrowed.error().debug_text();
  EXPECT_FALSE(narrowed->widens);
  const auto opened = change(program, advising());
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened->widens);
  EXPECT_EQ(newest(program).number, 3);
  const auto second =
      database().read([&](db::ReadTransaction& read) { return find_version(read, institution_, program, 2); });
  ASSERT_TRUE(second && *second);
  EXPECT_EQ((*second)->terms.record, Record::sealed);
  EXPECT_EQ((*second)->terms.matters, conflict::Level::disclose);
  EXPECT_EQ((*second)->terms.program.policy, sealed.program.policy);
}

TEST_P(ProgramStoreTest, ARoleIsFixedAndAnotherInstitutionHasNoSuchProgram) {
  const auto program = set_up_advising();
  EXPECT_EQ(change(program, Terms::of(standard_program(conflict::Role::coach, {}))).error().key, "programs.role_fixed");
  const auto stranger = institutions::Viewer::of_operator(InstitutionId::random(random_));
  EXPECT_EQ(change_charter(database(), stranger, program, advising(), clock_, random_).error().key, "programs.unknown");
  const auto visitor = institutions::Viewer::of_visitor(institution_);
  EXPECT_EQ(set_up(database(), visitor, advising(), clock_, random_).error().code, ErrorCode::forbidden);
}

TEST_P(ProgramStoreTest, CoordinatorsSetUpAndChangeWhatIsTheirs) {
  using institutions::AccountRole;
  const auto program = set_up_advising();
  const auto of = [&](std::vector<institutions::RoleGrant> roles) {
    return institutions::Viewer::of_account(institution_, AccountId::random(random_), {}, std::move(roles));
  };
  const auto sets_up = [&](const institutions::Viewer& viewer) {
    return set_up(database(), viewer, advising(), clock_, random_).has_value();
  };
  const auto changes = [&](const institutions::Viewer& viewer) {
    return change_charter(database(), viewer, program, advising(), clock_, random_).has_value();
  };
  const auto whole = of({{AccountRole::coordinator, {}}}), own = of({{AccountRole::coordinator, program}}),
             another = of({{AccountRole::coordinator, ProgramId::random(random_)}}),
             leader = of({{AccountRole::leader, {}}});
  EXPECT_TRUE(sets_up(whole) && changes(whole) && changes(own));
  EXPECT_FALSE(sets_up(own) || sets_up(another) || sets_up(leader) || changes(another) || changes(leader));
}

TEST_P(ProgramStoreTest, HandWrittenSqlCannotChangeWhatWasAgreed) {
  const auto program = set_up_advising();
  Terms sealed = advising();
  sealed.record = Record::sealed;
  ASSERT_TRUE(change(program, sealed));
  EXPECT_NE(by_hand("UPDATE charter_versions SET record = 'institutional'").find("programs.version_fixed"),
            std::string::npos);
  EXPECT_NE(by_hand("DELETE FROM charter_versions").find("programs.version_fixed"), std::string::npos);
  EXPECT_NE(by_hand("UPDATE programs SET role = 'mentor'").find("programs.role_fixed"), std::string::npos);
  const std::string copy =
      "INSERT INTO charter_versions (institution_id, program_id, number, record, matters, terms, widens, recorded_at) "
      "SELECT institution_id, program_id, ";
  EXPECT_NE(by_hand(copy + "5, record, matters, terms, widens, recorded_at FROM charter_versions WHERE number = 2")
                .find("programs.version_order"),
            std::string::npos);
  EXPECT_NE(by_hand(copy + "3, 'institutional', matters, terms, widens, recorded_at FROM charter_versions "
                           "WHERE number = 2")
                .find("programs.widening_unsaid"),
            std::string::npos);
}

TEST_P(ProgramStoreTest, RacingChangesMakeTwoVersionsOrRefuseOne) {
  const auto program = set_up_advising();
  int made = 0;
  std::mutex counting;
  SeededRandom one(11), other(12);
  const auto change_with = [&](Random& random) {
    const auto changed = change_charter(database(), operator_(), program, advising(), clock_, random);
    if (!changed) {
      EXPECT_EQ(changed.error().key, "programs.version_order");
    }
    std::lock_guard lock(counting);
    made += changed.has_value();
  };
  std::thread first([&] { change_with(one); });
  std::thread second([&] { change_with(other); });
  first.join();
  second.join();
  EXPECT_EQ(newest(program).number, 1 + made);
  EXPECT_GE(made, 1);
}

TEST_P(ProgramStoreTest, PreparesEveryStatement) { EXPECT_TRUE(database().prepare_all(sql::all)); }

}  // namespace
}  // namespace chiron::programs
