// Programs as coordinators run them, on both databases: states, calendars, clones, two who change one charter, another
// institution, and statements by hand.
#include "features/programs/program_actions.h"

#include <thread>

#include "features/audit/audit.h"
#include "features/institutions/institution_store.h"
#include "features/people/people_store.h"
#include "features/programs/program_edits.h"
#include "platform/db/testing.h"

namespace chiron::programs {
namespace {

using institutions::AccountRole;
using institutions::Viewer;

class ProgramActionsTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, audit::migrations, people::migrations, programs::migrations});
    if (IsSkipped()) return;
    institution_ = a_school("north");
    other_ = a_school("south");
    program_ = made(set_up(database(), coordinator(), mentoring(), clock_, random_));
  }
  InstitutionId a_school(const std::string& slug) {
    const auto id = InstitutionId::random(random_);
    const auto school = institutions::Institution::of(id, slug, slug, "Europe/Berlin", institutions::Mode::demo);
    EXPECT_TRUE(
        database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *school); }));
    return id;
  }
  Viewer with(std::vector<institutions::RoleGrant> roles, InstitutionId where) {
    return Viewer::of_account(where, AccountId::random(random_), {}, std::move(roles));
  }
  Viewer coordinator() { return with({{AccountRole::coordinator, {}}}, institution_); }
  static Terms mentoring() {
    auto program = standard_program(conflict::Role::mentor, *DateRange::parse("2027-08-01..2028-08-01"));
    program.name = "Mentoring 2027";
    return Terms::of(program);
  }
  template <class T>
  static T made(Result<T> result) {
    EXPECT_TRUE(result) << (result ? "" : result.error().debug_text());
    return result ? *std::move(result) : T{};
  }
  ProgramNow now(ProgramId id) {
    const auto found = database().read([&](db::ReadTransaction& read) { return find(read, institution_, id); });
    EXPECT_TRUE(found && *found) << (found ? "" : found.error().debug_text());
    return found && *found ? **found : ProgramNow{};
  }
  Calendar calendar(ProgramId id) {
    return made(database().read([&](db::ReadTransaction& read) {
      return calendar_of(read, institution_, id, now(id).charter.terms.program.term);
    }));
  }
  Result<ProgramNow> moved(Move move, std::int64_t read_at) {
    return make_move(database(), coordinator(), program_, move, read_at, clock_, random_);
  }
  std::vector<std::string> entries() {
    std::vector<std::string> types;
    for (const auto& entry : made(database().read([&](db::ReadTransaction& read) {
           return audit::entries_about(read, institution_, audit::AnyId(program_.bytes()), 1'000'000, 100);
         })))
      types.insert(types.begin(), entry.type);
    return types;
  }

  SeededRandom random_{5};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
  InstitutionId institution_, other_;
  ProgramId program_;
};
CHIRON_ON_BOTH_ENGINES(ProgramActionsTest);

TEST_P(ProgramActionsTest, GoesFromDraftToRunningToArchivedAndBack) {
  EXPECT_EQ(now(program_).state, ProgramState::draft);
  EXPECT_EQ(moved(Move::reopen, 1).error().key, "programs.move");
  EXPECT_EQ(made(moved(Move::start, 1)).state, ProgramState::running);
  EXPECT_EQ(now(program_).started_at, clock_.now());
  EXPECT_EQ(moved(Move::archive, 1).error().key, "programs.changed_meanwhile") << "it was read before it was started";
  EXPECT_EQ(made(moved(Move::archive, 2)).state, ProgramState::archived);
  EXPECT_EQ(change_charter(database(), coordinator(), program_, mentoring(), clock_, random_).error().key,
            "programs.archived");
  EXPECT_EQ(
      change_calendar(database(), coordinator(), program_, standard_calendar(366), 3, clock_, random_).error().key,
      "programs.archived");
  EXPECT_EQ(made(moved(Move::reopen, 3)).state, ProgramState::running);
  EXPECT_EQ(entries(),
            (std::vector<std::string>{"charter.recorded", "program.moved", "program.moved", "program.moved"}));
}

TEST_P(ProgramActionsTest, HandWrittenSqlMovesNothingThatTheProgramWouldNot) {
  const auto refuses = [&](const std::string& statement, std::string_view key) {
    EXPECT_NE(by_hand(statement).find(key), std::string::npos) << statement;
  };
  refuses("UPDATE programs SET state = 'running'", "programs.move");
  refuses("UPDATE programs SET state = 'finished'", "programs.move");
  refuses("UPDATE programs SET revision = 0", "programs.revision_rises");
  made(moved(Move::start, 1));
  refuses("UPDATE programs SET state = 'draft'", "programs.move");
  refuses("UPDATE programs SET started_at = 5", "programs.move");
  made(moved(Move::archive, 2));
  refuses("UPDATE programs SET state = 'draft'", "programs.move");
  refuses(
      "INSERT INTO charter_versions (institution_id, program_id, number, record, matters, terms, widens, "
      "recorded_at) SELECT institution_id, program_id, 2, record, matters, terms, widens, recorded_at FROM "
      "charter_versions",
      "programs.archived");
  refuses(
      "INSERT INTO program_steps (institution_id, program_id, step, starts, days) SELECT institution_id, id, "
      "'party', 1, 1 FROM programs",
      "programs.unknown_step");
}

TEST_P(ProgramActionsTest, OfTwoWhoChangeOneCharterTheSecondIsToldSo) {
  Terms stricter = mentoring();
  stricter.program.policy = made(stricter.program.policy.with("supervises_back", conflict::Level::disclose));
  const auto first = change_charter(database(), coordinator(), program_, stricter, clock_, random_, 1);
  EXPECT_TRUE(made(first).widens);
  EXPECT_EQ(change_charter(database(), coordinator(), program_, mentoring(), clock_, random_, 1).error().key,
            "programs.version_order");
  EXPECT_EQ(now(program_).charter.number, 2);
}

TEST_P(ProgramActionsTest, RacingMovesAreMadeOnce) {
  int done = 0;
  std::mutex counting;
  SeededRandom one(21), another(22);
  const auto viewer = coordinator();
  const auto start = [&](Random& random) {
    const auto led = make_move(database(), viewer, program_, Move::start, 1, clock_, random);
    const std::lock_guard lock(counting);
    done += led.has_value();
    if (!led) EXPECT_EQ(led.error().key, "programs.changed_meanwhile");
  };
  std::thread first([&] { start(one); });
  std::thread second([&] { start(another); });
  first.join();
  second.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(now(program_).revision, 2);
}

TEST_P(ProgramActionsTest, PlacesStepsAndKeepsThemForTheNextCohort) {
  Calendar placed = calendar(program_);
  EXPECT_EQ(placed, standard_calendar(366));
  placed[static_cast<std::size_t>(Step::wishes)] = {-50, 20};
  EXPECT_EQ(made(change_calendar(database(), coordinator(), program_, placed, 1, clock_, random_)).revision, 2);
  EXPECT_EQ(calendar(program_), placed);
  EXPECT_EQ(change_calendar(database(), coordinator(), program_, placed, 1, clock_, random_).error().key,
            "programs.changed_meanwhile");
  placed[static_cast<std::size_t>(Step::wishes)] = {-50, 0};
  EXPECT_EQ(change_calendar(database(), coordinator(), program_, placed, 2, clock_, random_).error()["setting"],
            "wishes");
  const auto copy =
      made(clone(database(), coordinator(), program_, "Mentoring 2028", "2028-08-01..2029-08-01", clock_, random_));
  EXPECT_EQ(now(copy).charter.terms.program.name, "Mentoring 2028");
  EXPECT_EQ(now(copy).state, ProgramState::draft);
  EXPECT_EQ(calendar(copy)[static_cast<std::size_t>(Step::wishes)], (Offset{-50, 20}));
  const auto together = made(database().read(
      [&](db::ReadTransaction& read) { return calendars_of(read, institution_, {now(copy), now(program_)}); }));
  EXPECT_EQ(together, (std::vector{calendar(copy), calendar(program_)})) << "each its own, in the order asked for";
  EXPECT_EQ(clone(database(), coordinator(), program_, " ", "2028-08-01..2029-08-01", clock_, random_).error().key,
            "programs.nameless");
}

TEST_P(ProgramActionsTest, OnlyWhoRunsAProgramChangesItAndOthersDoNotKnowIt) {
  const auto lead = with({{AccountRole::lead, program_}}, institution_);
  const auto stranger = with({{AccountRole::coordinator, {}}}, other_);
  const auto anothers = with({{AccountRole::coordinator, ProgramId::random(random_)}}, institution_);
  const auto leader = with({{AccountRole::leader, {}}}, institution_);
  const auto change = [&](const Viewer& viewer) {
    const auto changed = change_charter(database(), viewer, program_, mentoring(), clock_, random_);
    return changed ? std::string("changed") : changed.error().key;
  };
  EXPECT_EQ(change(lead), "programs.not_yours");
  for (const Viewer& viewer : {stranger, anothers, leader, Viewer::of_visitor(institution_)}) {
    EXPECT_EQ(change(viewer), "programs.unknown");
    EXPECT_EQ(make_move(database(), viewer, program_, Move::start, 1, clock_, random_).error().key, "programs.unknown");
    EXPECT_EQ(clone(database(), viewer, program_, "Copy", "2028-08-01..2029-08-01", clock_, random_).has_value(),
              false);
    const auto found =
        made(database().read([&](db::ReadTransaction& read) { return find_for(read, viewer, program_); }));
    EXPECT_FALSE(found);
  }
  const auto list = [&](const Viewer& viewer) {
    return made(database().read([&](db::ReadTransaction& read) { return list_for(read, viewer); })).size();
  };
  EXPECT_EQ(list(coordinator()), 1U);
  EXPECT_EQ(list(lead), 1U);
  EXPECT_EQ(list(stranger) + list(anothers) + list(leader), 0U);
}

TEST_P(ProgramActionsTest, PreparesEveryStatement) { EXPECT_TRUE(database().prepare_all(sql::all)); }

TEST(ProgramEdits, AreRefusedAsTheFileIsWithTheFieldNamed) {
  const Program program = standard_program(conflict::Role::mentor, *DateRange::parse("2027-08-01..2028-08-01"));
  const auto refused = [&](auto set) {
    ProgramEdits edits;
    edits.name = "Mentoring";
    set(edits);
    const auto read = edited(program, edits);
    return read ? std::string("nothing") : read.error().key + " " + std::string(read.error()["setting"]);
  };
  EXPECT_EQ(refused([](ProgramEdits&) {}), "nothing");
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.name = "  "; }), "programs.nameless name");
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.name = std::string(201, 'a'); }), "programs.name_long name");
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.term = "2027-08-01.."; }), "programs.term_open term");
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.term = "2027-08-01..2047-08-01"; }), "programs.term_long term");
  EXPECT_TRUE(refused([](ProgramEdits& edits) { edits.term = "2028-08-01..2027-08-01"; }).ends_with(" term"));
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.preset = "best"; }), "programs.unknown_preset preset");
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.capacity_cap = 6; }), "programs.out_of_range capacity.cap");
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.default_capacity = 6; }), "programs.out_of_range capacity.default");
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.look_ahead_days = 3651; }),
            "conflict.look_out_of_range conflicts.look_ahead_days");
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.chain_depth = 0; }),
            "conflict.depth_out_of_range conflicts.chain_depth");
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.rules["assesses_now"] = "allow"; }),
            "conflict.level_out_of_range conflicts.rules.assesses_now");
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.rules["assesses_now"] = "maybe"; }),
            "conflict.unknown_level conflicts.rules.assesses_now");
  EXPECT_EQ(refused([](ProgramEdits& edits) { edits.rules["nonsense"] = "block"; }),
            "conflict.unknown_rule conflicts.rules.nonsense");
}

TEST(ProgramEdits, APresetBringsItsWeightsAndWhatIsAbsentStays) {
  Program program = standard_program(conflict::Role::mentor, *DateRange::parse("2027-08-01..2028-08-01"));
  program.name = "A \"quoted\" name";
  program.learners.cohort = "2027";
  ProgramEdits edits;
  edits.preset = "wishes_first";
  const Program read = *edited(program, edits);
  EXPECT_EQ(read.weights.wished_by_learner, 600);
  EXPECT_EQ(read.name, program.name);
  EXPECT_EQ(read.learners.cohort, "2027");
  EXPECT_EQ(read.policy, program.policy);
}

}  // namespace
}  // namespace chiron::programs
