// Importing as people do it in the browser, on both databases: whose a file is, what makes a preview stale, names that
// are remembered, and the second person where a pair's duties would go.
#include "features/imports/import_requests.h"

#include <fstream>

#include "features/conflicts/waiver_actions.h"
#include "features/imports/imports_sql.h"
#include "features/institutions/institution_store.h"
#include "features/programs/program_actions.h"
#include "features/relationships/relationship_actions.h"
#include "platform/db/testing.h"
#include "platform/jobs/jobs.h"
#include "platform/jobs/jobs_sql.h"

namespace chiron::imports {
namespace {

using institutions::AccountRole;
using institutions::Viewer;

constexpr const char* people =
    "id,given_name,family_name,kind\nL1,Ada,Onu,learner\nE1,Bea,Tor,educator\n"
    "E2,Bert,Tor,educator\n";
constexpr const char* duties = "person,duty,target,from,to\nE1,assesses,L1,2027-01-01,2027-02-01\n";

class ImportRequestsTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({jobs::migrations, institutions::migrations, audit::migrations, people::migrations, duties::migrations,
          programs::migrations, conflicts::migrations, relationships::migrations, imports::migrations});
    if (IsSkipped()) return;
    ASSERT_TRUE(database().write_and_wait(conflicts::keep_rules));
    institution_ = a_school("north");
    other_ = a_school("south");
    ada_ = coordinator(institution_);
    ben_ = coordinator(institution_);
    room_.emplace(folder_.path() / "room", clock_, random_);
  }
  InstitutionId a_school(const std::string& slug) {
    const auto id = InstitutionId::random(random_);
    const auto school = institutions::Institution::of(id, slug, slug, "Europe/Berlin", institutions::Mode::demo);
    EXPECT_TRUE(
        database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *school); }));
    return id;
  }
  Viewer coordinator(InstitutionId where, AccountRole role = AccountRole::coordinator) {
    return Viewer::of_account(where, AccountId::random(random_), {}, {{role, {}}});
  }
  Desk desk() { return {database(), *room_, importing_, {}, clock_, random_}; }
  template <class T>
  static T made(Result<T> result) {
    EXPECT_TRUE(result) << (result ? "" : result.error().debug_text());
    return result ? *std::move(result) : T{};
  }
  template <class T>
  static std::string key(const Result<T>& result) {
    return result ? "nothing" : result.error().key;
  }
  Upload upload(const Viewer& viewer, FileKind kind, std::string_view text) {
    const auto path = folder_.path() / "came";
    std::ofstream(path, std::ios::binary) << text;
    const auto id = made(room_->announce(viewer, kind, std::string("file.csv")));
    return made(room_->fill(viewer, id, path));
  }
  /// A preview of the files, reviewed and kept.
  Kept look(const Viewer& viewer, const std::vector<std::pair<FileKind, std::string_view>>& files,
            Completeness completeness = Completeness::additions, std::map<std::string, std::string> names = {}) {
    Kept kept;
    kept.id = room_->draw();
    kept.institution = viewer.institution_id;
    kept.owner = owner_of(viewer);
    kept.complete = completeness == Completeness::complete;
    kept.day = *Date::parse("2026-11-22");
    kept.names = std::move(names);
    for (const auto& [kind, text] : files) kept.files.push_back(upload(viewer, kind, text));
    reviewed_ = review(database(), *room_, kept, {});
    EXPECT_TRUE(reviewed_) << (reviewed_ ? std::string() : reviewed_.error().debug_text());
    EXPECT_TRUE(room_->keep(kept));
    return kept;
  }
  Import import(const std::vector<std::pair<FileKind, std::string_view>>& files,
                Completeness completeness = Completeness::additions) {
    const auto outcome = made(accept(desk(), ada_, look(ada_, files, completeness).id));
    EXPECT_TRUE(outcome.import);
    return outcome.import.value_or(Import{});
  }
  PersonId person(const std::string& external) {
    return made(database().read([&](db::ReadTransaction& read) { return people::find(read, institution_, external); }))
        ->id;
  }
  /// E1 mentors L1.
  void a_pair() {
    const auto program =
        made(programs::set_up(database(), ada_,
                              programs::Terms::of(programs::standard_program(
                                  conflict::Role::mentor, *DateRange::parse("2026-08-01..2027-08-01"))),
                              clock_, random_));
    relationships::Relationship relationship;
    relationship.id = relationships::RelationshipId::random(random_);
    relationship.program = program;
    relationship.days = *DateRange::parse("2026-08-01..2027-08-01");
    EXPECT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) {
      return relationships::insert(
          write, institution_, relationship,
          {{person("L1"), relationships::Side::learner}, {person("E1"), relationships::Side::educator}});
    }));
  }
  std::vector<Request> all_requests() {
    return made(database().read([&](db::ReadTransaction& read) { return requests(read, institution_); }));
  }
  std::vector<ColumnChoice> columns() {
    return made(database().read([&](db::ReadTransaction& read) { return known_columns(read, institution_); }));
  }
  void remember(const std::vector<ColumnChoice>& choices) {
    EXPECT_TRUE(database().write_and_wait(
        [&](db::WriteTransaction& write) { return remember_columns(write, institution_, choices, clock_.now()); }));
  }
  std::int64_t to_decide(const Viewer& viewer) {
    return made(database().read([&](db::ReadTransaction& read) { return count_to_decide(read, viewer); }));
  }
  std::vector<std::string> entries(PreviewId about) {
    std::vector<std::string> types;
    for (const auto& entry : made(database().read([&](db::ReadTransaction& read) {
           return audit::entries_about(read, institution_, audit::AnyId(about.bytes()), 1'000'000, 100);
         }))) {
      EXPECT_TRUE(entry.actor);
      types.insert(types.begin(), entry.type);
    }
    return types;
  }

  db::testing::TemporaryDirectory folder_;
  SeededRandom random_{7};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
  InstitutionId institution_, other_;
  Viewer ada_, ben_;
  std::mutex importing_;
  std::optional<UploadRoom> room_;
  Result<Review> reviewed_;
};
CHIRON_ON_BOTH_ENGINES(ImportRequestsTest);

TEST_P(ImportRequestsTest, AcceptsAPreviewOnceAndRemovesItsFiles) {
  const Kept kept = look(ada_, {{FileKind::people, people}, {FileKind::duties, duties}});
  EXPECT_EQ(reviewed_->preview->difference.people_added.size(), 3U);
  const auto outcome = made(accept(desk(), ada_, kept.id));
  ASSERT_TRUE(outcome.import);
  EXPECT_EQ(outcome.import->files, "file.csv\nfile.csv");
  EXPECT_FALSE(std::filesystem::exists(room_->path_of(kept.files.front().id)));
  EXPECT_EQ(key(accept(desk(), ada_, kept.id)), "imports.preview_unknown");
}

TEST_P(ImportRequestsTest, FilesAboutKnownPeopleNeedNoFileOfPeople) {
  import({{FileKind::people, people}});
  import({{FileKind::duties, duties}});
  look(ada_, {{FileKind::duties, duties}});
  EXPECT_TRUE(reviewed_->preview->difference.empty()) << "people are as they were, and the duty is known";
  EXPECT_EQ(reviewed_->unchanged, 1) << "one row of the file, not everybody";
  Kept complete = look(ada_, {{FileKind::duties, duties}});
  complete.complete = true;
  EXPECT_EQ(key(review(database(), *room_, complete, {})), "imports.complete_needs_people");
}

TEST_P(ImportRequestsTest, BelongsToWhoeverHandedItIn) {
  const Kept kept = look(ada_, {{FileKind::people, people}});
  const Viewer stranger = coordinator(other_);
  for (const Viewer& viewer : {ben_, stranger}) {
    EXPECT_EQ(key(accept(desk(), viewer, kept.id)), "imports.preview_unknown");
    EXPECT_EQ(key(room_->find(viewer, kept.files.front().id)), "imports.file_unknown");
  }
  for (const auto role : {AccountRole::lead, AccountRole::leader, AccountRole::evaluator, AccountRole::operator_})
    EXPECT_EQ(key(accept(desk(), coordinator(institution_, role), kept.id)), "imports.not_yours");
  EXPECT_EQ(key(accept(desk(), Viewer::of_visitor(institution_), kept.id)), "imports.not_yours");
}

TEST_P(ImportRequestsTest, ExpiresAfterAnHour) {
  const Kept kept = look(ada_, {{FileKind::people, people}});
  clock_.set(clock_.now().plus_ms(preview_ms + 1));
  EXPECT_EQ(key(accept(desk(), ada_, kept.id)), "imports.preview_unknown");
  room_->sweep();
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path() / "room"));
}

TEST_P(ImportRequestsTest, RefusesWhatChangedSinceThePreview) {
  const Kept kept = look(ada_, {{FileKind::people, people}});
  import({{FileKind::people, "id,given_name,family_name,kind\nL9,Zoe,Ray,learner\n"}});
  EXPECT_EQ(key(accept(desk(), ada_, kept.id)), "imports.changed_since");
}

TEST_P(ImportRequestsTest, RefusesAFileThatChangedSinceThePreview) {
  const Kept kept = look(ada_, {{FileKind::people, people}});
  std::ofstream(room_->path_of(kept.files.front().id), std::ios::app) << "L2,Eve,Ill,learner\n";
  EXPECT_EQ(key(accept(desk(), ada_, kept.id)), "imports.file_changed");
}

TEST_P(ImportRequestsTest, RefusesFilesWithErrorsAndFilesThatSayNothing) {
  constexpr const char* twice = "id,given_name,family_name,kind\nL1,Ada,Onu,learner\nL1,B,C,learner\n";
  const Kept broken = look(ada_, {{FileKind::people, twice}});
  EXPECT_GT(reviewed_->errors, 0U);
  EXPECT_EQ(reviewed_->problems.front().file, "file.csv") << "not the path of our own";
  EXPECT_EQ(key(accept(desk(), ada_, broken.id)), "imports.roster_has_errors");
  import({{FileKind::people, people}});
  EXPECT_EQ(key(accept(desk(), ada_, look(ada_, {{FileKind::people, people}}).id)), "imports.nothing");
}

TEST_P(ImportRequestsTest, ResolvesAWrittenNameOnceAndRemembersIt) {
  import({{FileKind::people, people}});
  constexpr const char* written = "person,duty,target,from,to\n\"Tor, B.\",assesses,L1,2027-01-01,2027-02-01\n";
  look(ada_, {{FileKind::duties, written}});
  ASSERT_EQ(reviewed_->roster->unresolved.size(), 1U);
  EXPECT_EQ(reviewed_->roster->unresolved.front().candidates.size(), 2U);
  const Kept chosen = look(ada_, {{FileKind::duties, written}}, Completeness::additions, {{"Tor, B.", "E2"}});
  ASSERT_TRUE(reviewed_->preview) << "the name is chosen";
  EXPECT_EQ(reviewed_->preview->said->duties.front().person, "E2");
  EXPECT_TRUE(made(accept(desk(), ada_, chosen.id)).import);
  constexpr const char* again = "person,duty,target,from,to\n\"Tor, B.\",assesses,L1,2027-03-01,2027-04-01\n";
  look(ben_, {{FileKind::duties, again}});
  EXPECT_TRUE(reviewed_->preview) << "another coordinator is not asked again";
}

TEST_P(ImportRequestsTest, WaitsForSomebodyElseWhereAPairsDutiesWouldGo) {
  import({{FileKind::people, people}, {FileKind::duties, duties}});
  a_pair();
  // The duty ends in mid-January instead: it would be shortened.
  const Kept kept = look(ada_,
                         {{FileKind::people, people},
                          {FileKind::duties, "person,duty,target,from,to\nE1,assesses,L1,2027-01-01,2027-01-15\n"}},
                         Completeness::complete);
  EXPECT_EQ(reviewed_->duties_lost, 1);
  const auto asked = made(accept(desk(), ada_, kept.id));
  EXPECT_FALSE(asked.import);
  ASSERT_TRUE(asked.waiting);
  ASSERT_EQ(all_requests().size(), 1U);
  EXPECT_EQ(all_requests().front().state, RequestState::waiting);
  EXPECT_EQ(to_decide(ada_), 0) << "one's own";
  EXPECT_EQ(to_decide(ben_), 1);
  EXPECT_EQ(to_decide(coordinator(institution_, AccountRole::lead)), 1);
  EXPECT_EQ(to_decide(coordinator(institution_, AccountRole::leader)), 0);
  EXPECT_EQ(to_decide(coordinator(other_)), 0);
  EXPECT_EQ(to_decide(Viewer::of_account(institution_, AccountId::random(random_), {},
                                         {{AccountRole::coordinator, programs::ProgramId::random(random_)}})),
            0)
      << "a program's own";
  EXPECT_EQ(key(accept(desk(), ada_, kept.id)), "imports.waits");
  EXPECT_EQ(key(approve(desk(), ada_, kept.id)), "imports.second_person");
  EXPECT_EQ(key(approve(desk(), coordinator(other_), kept.id)), "imports.request_unknown");
  EXPECT_EQ(key(approve(desk(), coordinator(institution_, AccountRole::leader), kept.id)), "imports.request_unknown");
  const Viewer lead = coordinator(institution_, AccountRole::lead);
  const auto approved = made(approve(desk(), lead, kept.id));
  ASSERT_TRUE(approved.import);
  EXPECT_EQ(approved.import->duties_ended, 1);
  EXPECT_EQ(to_decide(ben_), 0);
  EXPECT_EQ(all_requests().front().state, RequestState::approved);
  EXPECT_EQ(all_requests().front().import, approved.import->id);
  EXPECT_EQ(entries(kept.id), (std::vector<std::string>{"import.requested", "import.request_approved"}));
  EXPECT_EQ(key(approve(desk(), ben_, kept.id)), "imports.request_decided");
}

TEST_P(ImportRequestsTest, UndoingAPairsDutiesWaitsToo) {
  import({{FileKind::people, people}});
  a_pair();
  const Import import_of_duties = import({{FileKind::duties, duties}});
  const auto asked = made(undo(desk(), ada_, import_of_duties.id));
  ASSERT_TRUE(asked.waiting);
  EXPECT_EQ(made(approve(desk(), ben_, *asked.waiting)).undone->duties_taken_back, 1);
}

TEST_P(ImportRequestsTest, IsRefusedOrWithdrawnAndThenOver) {
  import({{FileKind::people, people}});
  a_pair();
  const Import first = import({{FileKind::duties, duties}});
  const auto one = *made(undo(desk(), ada_, first.id)).waiting, two = *made(undo(desk(), ada_, first.id)).waiting;
  EXPECT_TRUE(decline(desk(), ben_, one));
  EXPECT_TRUE(decline(desk(), ada_, two));
  std::vector<RequestState> states;
  for (const Request& request : all_requests()) states.push_back(request.state);
  std::sort(states.begin(), states.end());
  EXPECT_EQ(states, (std::vector<RequestState>{RequestState::refused, RequestState::withdrawn}));
  EXPECT_EQ(key(approve(desk(), ben_, one)), "imports.request_decided");
}

TEST_P(ImportRequestsTest, AHeadingIsChosenOnceAndRememberedForItsKindOfFile) {
  constexpr const char* strange = "id,given_name,family_name,Art\nL1,Ada,Onu,learner\n";
  Kept kept = look(ada_, {{FileKind::people, strange}});
  EXPECT_GT(reviewed_->errors, 0U) << "nothing gives the kind";
  EXPECT_EQ(key(check({FileKind::people, "Art", "evaluator"})), "imports.column_meaning");
  EXPECT_EQ(key(check({FileKind::people, " ", "kind"})), "imports.column_heading");
  const auto choose_now = [&](Kept& preview, const ColumnChoice& choice) {
    choose(preview.columns, choice);
    preview.fingerprint.clear();
    reviewed_ = review(database(), *room_, preview, {});
    EXPECT_TRUE(room_->keep(preview));
  };
  const std::string before = kept.fingerprint;
  choose_now(kept, {FileKind::people, "Art", "kind"});
  EXPECT_EQ(reviewed_->errors, 0U);
  EXPECT_NE(kept.fingerprint, before) << "it covers the mapping";
  EXPECT_EQ(key(accept(desk(), ada_, kept.id, before)), "imports.reading_changed");
  ASSERT_TRUE(accept(desk(), ada_, kept.id, kept.fingerprint));
  EXPECT_EQ(columns(), (std::vector<ColumnChoice>{{FileKind::people, "Art", "kind"}}));

  constexpr const char* next = "id,given_name,family_name, ART\nL2,Eve,Ill,learner\n";
  look(ben_, {{FileKind::people, next}});
  EXPECT_EQ(reviewed_->errors, 0U) << "for every coordinator, however it is spaced";
  EXPECT_TRUE(reviewed_->columns.front().columns.back().remembered);
  look(ben_, {{FileKind::learners, next}});
  EXPECT_FALSE(reviewed_->columns.front().columns.back().use.told_by_mapping) << "another kind of file";
  look(coordinator(other_), {{FileKind::people, next}});
  EXPECT_GT(reviewed_->errors, 0U) << "another institution";
}

TEST_P(ImportRequestsTest, AForgottenHeadingMakesAPreviewStale) {
  remember({{FileKind::people, "Art", "kind"}});
  const Kept kept = look(ada_, {{FileKind::people, "id,given_name,family_name,Art\nL1,Ada,Onu,learner\n"}});
  EXPECT_EQ(reviewed_->errors, 0U);
  const auto forget = [&](const Viewer& viewer) {
    return forget_column(database(), viewer, FileKind::people, "ART", clock_, random_);
  };
  EXPECT_EQ(key(forget(coordinator(other_))), "imports.column_not_remembered");
  EXPECT_EQ(key(forget(coordinator(institution_, AccountRole::lead))), "imports.not_yours");
  EXPECT_TRUE(forget(ben_));
  EXPECT_EQ(key(forget(ben_)), "imports.column_not_remembered");
  EXPECT_EQ(key(accept(desk(), ada_, kept.id)), "imports.reading_changed");
  EXPECT_TRUE(columns().empty());
}

TEST_P(ImportRequestsTest, ChoosingAsRecognizedForgets) {
  remember({{FileKind::people, "Art", "kind"}, {FileKind::people, "x", "ignore"}});
  remember({{FileKind::people, "art", ""}});
  EXPECT_EQ(columns(), (std::vector<ColumnChoice>{{FileKind::people, "x", "ignore"}}));
  EXPECT_NE(by_hand("UPDATE column_choices SET kind = 'wishes'").find("imports.column_kind"), std::string::npos);
}

TEST_P(ImportRequestsTest, ShowsTwoValuesOfAColumnAndNoneOfADroppedOne) {
  look(ada_, {{FileKind::people,
               "id,given_name,family_name,kind,Gender,Biography,Pet\nL1,Ada,Onu,learner,f,cat lover,cat\n"
               "L2,Bo,Ray,learner,m,likes dogs,cat\nL3,Cy,Ost,learner,f,,dog\n"}});
  std::string shown;
  for (const auto& column : reviewed_->columns.front().columns)
    shown += fmt::format("{}:{} ", column.use.heading, fmt::join(column.samples, ","));
  EXPECT_EQ(shown, "id:L1,L2 given_name:Ada,Bo family_name:Onu,Ray kind:learner Gender: Biography: Pet:cat,dog ");
}

TEST_P(ImportRequestsTest, HandWrittenSqlNeedsASecondPersonToo) {
  import({{FileKind::people, people}});
  a_pair();
  const Import first = import({{FileKind::duties, duties}});
  made(undo(desk(), ada_, first.id));
  const auto refuses = [&](const std::string& statement, std::string_view why) {
    EXPECT_NE(by_hand(statement).find(why), std::string::npos) << statement;
  };
  refuses("UPDATE import_requests SET state = 'approved', decided_by = requested_by, decided_at = 1",
          "imports.second_person");
  refuses("UPDATE import_requests SET state = 'approved'", "imports.request_decided");
  refuses("UPDATE import_requests SET duties_lost = 0", "imports.request_kept");
  refuses("DELETE FROM import_requests", "imports.request_kept");
  refuses(
      "INSERT INTO import_requests (institution_id, id, kind, state, files, duties_lost, requested_by, "
      "requested_at, decided_by, decided_at) SELECT institution_id, requested_by, kind, 'approved', files, 0, "
      "requested_by, 1, id, 1 FROM import_requests",
      "imports.request_begins");
}

TEST_P(ImportRequestsTest, ADutyOfNoPairNeedsNobodyElse) {
  import({{FileKind::people, people}, {FileKind::duties, duties}});
  look(ada_, {{FileKind::people, people}, {FileKind::duties, "person,duty,target,from,to\n"}}, Completeness::complete);
  EXPECT_EQ(reviewed_->preview->difference.duties_ended.size(), 1U);
  EXPECT_EQ(reviewed_->duties_lost, 0) << "nobody of an open relationship is concerned";
}

TEST_P(ImportRequestsTest, PreparesEveryStatement) { EXPECT_TRUE(database().prepare_all(sql::all)); }

}  // namespace
}  // namespace chiron::imports
