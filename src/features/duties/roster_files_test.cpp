// Whole rosters from small files: what each kind of file adds, how names are settled, and everything that is refused.
#include "features/duties/roster_files.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/random.h"
#include "features/duties/testing_folder.h"
#include "platform/csv/csv.h"

namespace chiron::duties {
namespace {

const char* const everybody =
    "id,given_name,family_name,email,kind,unit,cohort,site,manager\n"
    "L1,Jane,Smith,jane@x.org,learner,ICU,2029,North,\n"
    "L2,John,Smith,john@x.org,learner,Wards,2029,North,\n"
    "E1,Ann,Lee,ann@x.org,educator,ICU,,North,\n"
    "E2,Bo,Tan,bo@x.org,educator,,,South,E1\n";

struct Given {
  TestingFolder folder;
  RosterFiles files;
  Given() { files.people = folder.write("people.csv", everybody); }
  RosterReading read(const RosterOptions& options = {}) const {
    auto reading = read_roster(files, options);
    EXPECT_TRUE(reading) << reading.error().debug_text();
    return std::move(*reading);
  }
};

/// Duties that are not the people file's shorthand.
std::string duties_of(const Roster& roster) {
  std::string out;
  for (const Duty& duty : roster.duties) {
    if (duty.file == 0) continue;
    out += std::string(duty.person) + " " + std::string(conflict::name_of(duty.kind)) + " " +
           std::string(name_of(duty.target.kind)) + ":" + std::string(duty.target.id) + " " + duty.days.iso() +
           (duty.source.empty() ? "" : " " + std::string(duty.source)) + "\n";
  }
  return out;
}

std::string said(const Roster& roster, people::Severity severity = people::Severity::error) {
  std::string out;
  for (const people::Problem& problem : roster.problems.list())
    if (problem.severity == severity)
      out += std::to_string(problem.row) + "/" + problem.column + " " + problem.error.debug_text() + "\n";
  return out;
}

TEST(RosterFiles, ShorthandBecomesDuties) {
  const Given given;
  const RosterReading reading = given.read();
  std::string out;
  for (const Duty& duty : reading.roster.duties)
    out += std::string(duty.person) + " " + std::string(conflict::name_of(duty.kind)) + " " +
           std::string(duty.target.id) + "\n";
  EXPECT_EQ(out,
            "L1 member_of ICU\nL1 member_of 2029\nL1 member_of North\nL2 member_of Wards\nL2 member_of 2029\nL2 "
            "member_of North\n"
            "E1 member_of ICU\nE1 member_of North\nE2 member_of South\nE1 manages E2\n");
  EXPECT_EQ(reading.roster.find("E2"), 3u);
  EXPECT_FALSE(reading.roster.find("E9"));
}

TEST(RosterFiles, ReadsDuties) {
  Given given;
  given.files.duties = {given.folder.write("d.csv",
                                           "person,duty,target,from,to,source\n"
                                           "E1,supervises,L1,2027-01-01,2027-02-01,rota\n"
                                           "Ann Lee,Writes evaluation,\"Smith, Jane\",,,\n"
                                           "bo@x.org,sits_on,cohort:2029,2027-01-01,,\n"
                                           "E2,directs,UNIT: icu,,2028-01-01,\n"
                                           "L2,member_of,unit:ICU,,,\n")};
  const RosterReading reading = given.read();
  EXPECT_EQ(said(reading.roster), "");
  EXPECT_EQ(duties_of(reading.roster),
            "E1 supervises person:L1 2027-01-01..2027-02-01 rota\nE1 writes_evaluation person:L1 ..\nE2 sits_on "
            "cohort:2029 2027-01-01..\n"
            "E2 directs unit:ICU ..2028-01-01\nL2 member_of unit:ICU ..\n");
}

TEST(RosterFiles, RefusesBadDuties) {
  const struct {
    const char *row, *expected;
  } cases[] = {
      {"E1,juggles,L1,,,", "2/duty duties.unknown_kind (text=juggles)\n"},
      {"E1,member_of,L1,,,", "2/target duties.needs_group (duty=member_of, text=L1)\n"},
      {"E1,related_to,unit:ICU,,,", "2/target duties.needs_person (duty=related_to, text=unit:ICU)\n"},
      {"E1,assesses,E1,,,", "2/target duties.towards_oneself (person=E1)\n"},
      {"E1,assesses,,,,", "2/target duties.empty_cell\n"},
      {",assesses,L1,,,", "2/person duties.empty_cell\n"},
      {"E9,assesses,L1,,,", "2/ duties.unknown_person (name=E9, times=1)\n"},
      {"E1,assesses,Smith,,,",
       "2/ duties.ambiguous_name (name=Smith, times=1, candidates=L1 (Jane Smith), L2 (John Smith))\n"},
      {"E1,assesses,L1,2027-02-01,2027-01-01,", "2/to people.reversed_dates (from=2027-02-01, to=2027-01-01)\n"},
      {"E1,assesses,L1,2027-02-30,,", "2/from date.impossible (text=2027-02-30)\n"},
      {"E1,assesses,L1,3/4/2027,,", "2/from date.ambiguous (text=3/4/2027)\n"},
      {"E1,juggles,E9,soon,,",
       "2/duty duties.unknown_kind (text=juggles)\n2/from date.malformed (text=soon)\n2/ duties.unknown_person "
       "(name=E9, times=1)\n"},
  };
  for (const auto& c : cases) {
    Given given;
    given.files.duties = {
        given.folder.write("d.csv", std::string("person,duty,target,from,to,source\n") + c.row + "\n")};
    EXPECT_EQ(said(given.read().roster), c.expected) << c.row;
  }
  Given given;
  given.files.duties = {given.folder.write("d.csv", "person,target\nE1,L1\n")};
  EXPECT_EQ(said(given.read().roster),
            "1/ duties.missing_column (our_column=duty, format=duties, headings=person, target)\n");
}

TEST(RosterFiles, DutiesAreNotJudgedByBrokenPeople) {
  Given given;
  given.files.people = given.folder.write("people.csv", std::string(everybody) + "E3,Cy,Ray,no address,educator,,,,\n");
  given.files.duties = {given.folder.write("d.csv", "person,duty,target\nE3,assesses,L1\nE9,assesses,L1\n")};
  const auto reading = given.read();
  EXPECT_EQ(said(reading.roster), "6/email people.malformed_email (text=no address)\n");
  EXPECT_EQ(said(reading.roster, people::Severity::warning), "0/ duties.not_checked\n") << "said once, for all of them";
}

TEST(RosterFiles, AnUnknownManagerIsCalledOne) {
  Given given;
  given.files.people = given.folder.write(
      "people.csv", std::string(everybody) + "E3,Cy,Ray,,educator,,,,Boss Nobody\nE4,Di,Roe,,educator,,,,Smith\n");
  EXPECT_EQ(said(given.read().roster),
            "6/ duties.unknown_manager (name=Boss Nobody, times=1)\n7/ duties.ambiguous_manager (name=Smith, times=1, "
            "candidates=L1 (Jane Smith), L2 (John Smith))\n");
}

TEST(RosterFiles, AColumnThatNobodyReadsIsNamed) {
  Given given;
  given.files.duties = {given.folder.write("d.csv", "person,duty,target,begins,note\nE1,assesses,L1,2026-01-01,x\n")};
  EXPECT_EQ(said(given.read().roster, people::Severity::warning),
            "1/ duties.columns_not_read (headings=begins, note)\n");
  given.files.mapping = given.folder.write("m.csv", "theirs,ours\nbegins,from\nnote,ignore\n");
  const auto mapped = given.read();
  EXPECT_EQ(said(mapped.roster, people::Severity::warning), "");
  EXPECT_EQ(duties_of(mapped.roster), "E1 assesses person:L1 2026-01-01..\n");
}

TEST(RosterFiles, ADutyTowardsNobodyIsNamed) {
  Given given;
  given.files.duties = {given.folder.write(
      "d.csv", "person,duty,target\nE1,supervises,unit:Intensive Care\nE2,supervises,unit:Intensive Care\n")};
  EXPECT_EQ(said(given.read().roster, people::Severity::warning),
            "2/ duties.group_without_members (kind=unit, group=Intensive Care)\n");
}

TEST(RosterFiles, ReadsAnEvaluationExport) {
  Given given;
  given.files.evaluations = {given.folder.write("e.csv",
                                                "Evaluator Name;Resident;Rotation;Start Date;End Date;Status\n"
                                                "\"Lee, Ann MD\";J. Smith;ICU;01.07.2026;28.07.2026;Completed\n"
                                                "Dr Bo Tan;Jane Smith;ICU;01.07.2026;28.07.2026;Pending\n"
                                                "Dr Bo Tan;Jane Smith;ICU;01.07.2026;28.07.2026;Declined\n"
                                                "Locum Doctor;Jane Smith;ICU;01.07.2026;28.07.2026;Completed\n"
                                                "Jane Smith;Jane Smith;ICU;01.07.2026;28.07.2026;Completed\n"
                                                "Bo Tan;Jane Smith;ICU;;;\n")};
  RosterReading reading = given.read();
  EXPECT_EQ(duties_of(reading.roster), "E2 writes_evaluation person:L1 2026-07-01..2026-07-29 ICU\n");
  EXPECT_EQ(said(reading.roster),
            "7/Start Date duties.evaluation_without_days\n2/ duties.ambiguous_name (name=J. Smith, times=1, "
            "candidates=L1 (Jane Smith), L2 (John Smith))\n");
  EXPECT_EQ(said(reading.roster, people::Severity::warning), "5/ duties.unknown_person (name=Locum Doctor, times=1)\n");
  EXPECT_EQ(said(reading.roster, people::Severity::note),
            "0/ duties.evaluations_left_out (of_oneself=1, withdrawn=1)\n");
  ASSERT_EQ(reading.roster.unresolved.size(), 2u);
  EXPECT_EQ(reading.roster.unresolved[0].candidates[1].person, "L2");
  EXPECT_EQ(reading.roster.unresolved[0].places[0].row, 2u);

  // Chosen once, remembered, and the locum said to be nobody of ours.
  given.files.names = given.folder.at("names.csv");
  ASSERT_TRUE(remember_names(given.files.names, {{"J. Smith", "L2"}, {"Locum Doctor", "nobody"}}));
  ASSERT_TRUE(remember_names(given.files.names, {{"=1+1", "E1"}}));
  ASSERT_TRUE(remember_names(given.files.names, {}));
  std::ifstream file(given.files.names);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), "name,person\r\n'=1+1,E1\r\nJ. Smith,L2\r\nLocum Doctor,nobody\r\n");
  reading = given.read();
  EXPECT_EQ(duties_of(reading.roster),
            "E1 writes_evaluation person:L2 2026-07-01..2026-07-29 ICU\nE2 writes_evaluation person:L1 "
            "2026-07-01..2026-07-29 ICU\n");
  EXPECT_TRUE(reading.roster.unresolved.empty());

  given.files.names = given.folder.write("wrong.csv", "name,person\nJ. Smith,L9\n");
  EXPECT_NE(said(given.read().roster).find("duties.choice_of_nobody (name=J. Smith, person=L9)"), std::string::npos);
}

TEST(RosterFiles, AnEvaluationMayHaveOneDateOnly) {
  Given given;
  given.files.evaluations = {given.folder.write("e.csv", "assessor,student,completed on\nE1,L1,2026-07-28\n")};
  EXPECT_EQ(duties_of(given.read().roster), "E1 writes_evaluation person:L1 2026-07-28..2026-07-29\n");
}

TEST(RosterFiles, ReadsPanelsAndRecusals) {
  Given given;
  given.files.panels = {given.folder.write("p.csv",
                                           "Member,Cohort,From,To,Recused for\n\"Lee, "
                                           "Ann\",2029,2026-08-01,2027-08-01,\"Smith, Jane; L2\"\nE2,unit:ICU,,,\n")};
  const RosterReading reading = given.read();
  EXPECT_EQ(said(reading.roster), "");
  EXPECT_EQ(duties_of(reading.roster), "E1 sits_on cohort:2029 2026-08-01..2027-08-01\nE2 sits_on unit:ICU ..\n");
  ASSERT_EQ(reading.roster.recusals.size(), 2u);
  EXPECT_EQ(reading.roster.recusals[0].learner, "L1");
  EXPECT_EQ(reading.roster.recusals[1].learner, "L2");
  EXPECT_EQ(reading.roster.recusals[1].days.iso(), "2026-08-01..2027-08-01");
}

TEST(RosterFiles, ReadsPairsWishesVetoesPlacementsAndCoverage) {
  Given given;
  given.files.pairs = given.folder.write(
      "pairs.csv", "mentee,mentor,from,to,role\nL1,E1,,,mentor\n\"Smith, John\",E2,2026-01-01,2027-01-01,\n");
  given.files.preferences = given.folder.write("w.csv", "learner,educator,rank\nL1,E1,1\nL1,E2,2\n");
  given.files.vetoes = given.folder.write("v.csv", "person,not with\nL1,E2\n");
  given.files.placements = {
      given.folder.write("b.csv", "resident,service,start date,end date\nL1,icu,2026-07-01,2026-07-28\n")};
  given.files.coverage = given.folder.write("c.csv",
                                            "unit,kind,from,to\nICU,supervises,2026-01-01,2027-01-01\nICU,writes_"
                                            "evaluation,2026-01-01,2027-01-01\n2029,panel,,\n");
  RosterOptions options;
  options.undated = *DateRange::parse("2026-08-01..2027-08-01");
  const RosterReading reading = given.read(options);
  const Roster& roster = reading.roster;
  EXPECT_EQ(said(roster), "");
  ASSERT_EQ(roster.pairs.size(), 2u);
  EXPECT_EQ(roster.pairs[0].days.iso(), "2026-08-01..2027-08-01");
  EXPECT_EQ(roster.pairs[0].role, "mentor");
  EXPECT_EQ(roster.pairs[1].learner, "L2");
  EXPECT_EQ(roster.preferences.size(), 2u);
  EXPECT_EQ(roster.vetoes.size(), 1u);
  EXPECT_EQ(duties_of(roster), "L1 member_of unit:ICU 2026-07-01..2026-07-29\n");
  ASSERT_EQ(roster.coverage.size(), 2u) << "two duties of one class are one statement";
  EXPECT_EQ(roster.coverage[1].scope.kind, TargetKind::cohort);
  EXPECT_TRUE(roster.coverage_was_stated);
}

TEST(RosterFiles, RefusesBadPairsWishesVetoesAndCoverage) {
  Given given;
  given.files.pairs = given.folder.write("pairs.csv", "learner,educator\nL1,L1\nL1,E7\n");
  given.files.preferences =
      given.folder.write("w.csv", "learner,educator,rank\nL1,E1,0\nL1,E1,first\nL1,E1,1\nL1,E1,2\n");
  given.files.vetoes = given.folder.write("v.csv", "person,not_with\nL1,L1\n");
  given.files.coverage = given.folder.write("c.csv", "unit,kind,from,to\nICU,gossip,,\n,panel,,\n");
  EXPECT_EQ(said(given.read().roster),
            "2/educator duties.same_person_twice (person=L1)\n"
            "2/rank duties.absurd_rank (text=0)\n3/rank duties.absurd_rank (text=first)\n"
            "5/educator duties.wish_twice (learner=L1, educator=E1)\n"
            "2/not_with duties.same_person_twice (person=L1)\n"
            "2/kind duties.unknown_coverage (text=gossip)\n3/unit duties.empty_cell\n"
            "3/ duties.unknown_person (name=E7, times=1)\n");
}

TEST(RosterFiles, NamesManagementLoops) {
  Given given;
  given.files.people = given.folder.write(
      "p.csv",
      "id,name,kind,manager\nA,A A,educator,B\nB,B B,educator,C\nC,C C,educator,A\nD,D D,educator,A\nE,E E,educator,E\n"
      "F,F F,educator,Ghost\nG,G G,educator,\"A, A\"\n");
  EXPECT_EQ(said(given.read().roster),
            "6/ people.own_manager (id=E)\n2/ people.management_loop (chain=A \u2192 B \u2192 C \u2192 A)\n7/ "
            "duties.unknown_manager (name=Ghost, times=1)\n");
  // A circle of twenty thousand ends, and its sentence stays short.
  std::string many = "id,name,kind,manager\n";
  for (int i = 0; i < 20'000; ++i)
    many += "P" + std::to_string(i) + ",x y,educator,P" + std::to_string((i + 1) % 20'000) + "\n";
  given.files.people = given.folder.write("p.csv", many);
  const std::string loop = said(given.read().roster);
  EXPECT_NE(loop.find("people.management_loop (chain=P0 \u2192 P1"), std::string::npos);
  EXPECT_LT(loop.size(), 500u);
}

TEST(RosterFiles, ListsOfLearnersAndEducators) {
  Given given;
  given.files.people.clear();
  given.files.learners = given.folder.write("l.csv", "id,name,email\nL1,Jane Smith,jane@x.org\nX1,Ex One,x@x.org\n");
  given.files.educators = given.folder.write("e.csv", "id,name,email\nE1,Ann Lee,ann@x.org\nX1,Ex One,x@x.org\n");
  given.files.duties = {given.folder.write("d.csv", "person,duty,target\nE1,supervises,L1\nE7,supervises,L1\n")};
  RosterReading reading = given.read();
  EXPECT_EQ(said(reading.roster), "");
  EXPECT_EQ(said(reading.roster, people::Severity::warning), "3/ duties.unknown_person (name=E7, times=1)\n")
      << "lists need not hold everybody";
  ASSERT_EQ(reading.roster.people.size(), 3u);
  EXPECT_EQ(reading.roster.people[1].listed_as, people::Kind::both);

  // With the file of everybody beside them, the lists say who is to be matched.
  given.files.people = given.folder.write("people.csv", everybody);
  reading = given.read();
  ASSERT_EQ(reading.roster.people.size(), 5u);
  EXPECT_TRUE(reading.roster.people[0].on_list);
  EXPECT_FALSE(reading.roster.people[1].on_list);
  EXPECT_EQ(reading.roster.people[1].id, "L2");
  EXPECT_EQ(reading.roster.people[0].unit, "ICU");

  given.files.learners =
      given.folder.write("l.csv", "id,name,email\nL1,Janet Smith,jane@x.org\nL7,New One,ann@x.org\n");
  given.files.duties.clear();
  const std::string text = said(given.read().roster);
  EXPECT_NE(text.find("people.contradicting_rows (id=L1, what=given_name"), std::string::npos) << text;
  EXPECT_NE(text.find("people.shared_email (email=ann@x.org, other=E1"), std::string::npos) << text;
}

TEST(RosterFiles, RefusesWhatCannotBeDone) {
  EXPECT_EQ(read_roster({}).error().key, "duties.no_people_file");
  Given given;
  given.files.mapping = given.folder.write("m.csv", "theirs,ours\nx,nonsense\n");
  EXPECT_EQ(read_roster(given.files).error().key, "people.mapping_unknown_column");
  given.files.mapping.clear();
  given.files.duties = {"/nowhere/d.csv"};
  EXPECT_EQ(said(given.read().roster).substr(0, 19), "0/ csv.cannot_open ");
}

TEST(RosterFiles, AMappingReachesEveryFile) {
  Given given;
  given.files.mapping =
      given.folder.write("m.csv", "their heading,our column\nBeurteiler,evaluator\nBeurteilt,evaluated\n");
  given.files.evaluations = {given.folder.write("e.csv", "Beurteiler,Beurteilt,date\nE1,L1,2026-07-28\n")};
  EXPECT_EQ(duties_of(given.read().roster), "E1 writes_evaluation person:L1 2026-07-28..2026-07-29\n");
}

std::string columns_of(const RosterReading& reading, std::size_t file) {
  std::string out;
  for (const people::ColumnUse& use : reading.columns.at(file).columns)
    out += use.heading + "=" + std::string(use.name.empty() ? use.reason : use.name) + " ";
  return out;
}

people::Mapping meaning(const std::string& heading, const std::string& name) {
  people::Mapping::Entry entry{heading, name == "ignore" ? people::Use::ignored : people::Use::used, name, {}};
  entry.column = people::column_named(name);
  return {{entry}};
}

TEST(RosterFiles, AMappingOfOneKindOfFileLeavesTheOthersAlone) {
  Given given;
  given.files.duties = {given.folder.write("d.csv", "person,duty,target,Starts\nE1,assesses,L1,2026-01-01\n")};
  given.files.panels = {given.folder.write("p.csv", "member,panel,Starts\nE1,cohort:2029,2026-01-01\n")};
  RosterOptions options;
  options.mappings["duties"] = meaning("starts", "from");
  const auto reading = given.read(options);
  EXPECT_EQ(columns_of(reading, 1), "person=person duty=duty target=target Starts=from ");
  EXPECT_EQ(columns_of(reading, 2), "member=member panel=panel Starts=unknown_heading ");
}

TEST(RosterFiles, AMappedHeadingIsTakenFromWhatItWouldMean) {
  Given given;
  given.files.duties = {given.folder.write("d.csv", "who,duty,supervisor\nE1,assesses,L1\n")};
  RosterOptions options;
  options.mappings["duties"] = meaning("Supervisor", "target");
  EXPECT_EQ(duties_of(given.read(options).roster), "E1 assesses person:L1 ..\n");
  options.mappings["duties"] = meaning("supervisor", "ignore");
  EXPECT_EQ(columns_of(given.read(options), 1), "who=person duty=duty supervisor=by_mapping ");
}

TEST(RosterFiles, TwoHeadingsMappedToOneColumnAreRefused) {
  Given given;
  given.files.duties = {given.folder.write("d.csv", "person,duty,a,b\nE1,assesses,L1,L2\n")};
  RosterOptions options;
  options.mappings["duties"] = meaning("a", "target");
  options.mappings["duties"].entries.push_back(meaning("b", "target").entries.front());
  EXPECT_EQ(said(given.read(options).roster), "1/b people.doubled_column (our_column=target, first=a)\n");
}

TEST(RosterFiles, IdentityStaysDroppedInEveryFileWhateverAMappingSays) {
  Given given;
  given.files.duties = {given.folder.write("d.csv", "person,duty,target,Gender\nE1,assesses,L1,x\n")};
  given.files.placements = {given.folder.write("b.csv", "Gender,2026-07-01 to 2026-07-28\nL1,ICU\n")};
  EXPECT_EQ(columns_of(given.read(), 2), "person=person duty=duty target=target Gender=identity ");
  RosterOptions options;
  options.mappings["duties"] = meaning("gender", "source");
  options.mappings["placements"] = meaning("gender", "person");
  EXPECT_EQ(said(given.read(options).roster), "1/Gender people.mapping_identity\n1/Gender people.mapping_identity\n");
}

TEST(RosterFiles, ABlockSchedulesColumnsAreNamedAndLeftOut) {
  Given given;
  given.files.placements = {given.folder.write("b.csv", "trainee,Code,2026-07-01\nx,L1,ICU\n")};
  RosterOptions options;
  options.mappings["placements"] = meaning("code", "person");
  EXPECT_EQ(columns_of(given.read(options), 1), "trainee=unknown_heading Code=person 2026-07-01=block ");
  given.files.placements = {given.folder.write("b.csv", "trainee,2026-07-01,Block 9\nL1,ICU,Wards\n")};
  EXPECT_NE(said(given.read().roster), "");
  options.mappings["placements"] = meaning("block 9", "ignore");
  EXPECT_EQ(columns_of(given.read(options), 1), "trainee=person 2026-07-01=block Block 9=by_mapping ");
}

TEST(RosterFiles, HeadingsAreLookedAtEvenWherePeopleHaveErrors) {
  Given given;
  given.files.people = given.folder.write("people.csv", "id,nachame,kind\nL1,Onu,learner\n");
  given.files.duties = {given.folder.write("d.csv", "person,art,target\nE1,assesses,L1\n")};
  const auto reading = given.read();
  EXPECT_EQ(columns_of(reading, 1), "person=person art=unknown_heading target=target ");
  EXPECT_NE(said(reading.roster).find("duties.missing_column (our_column=duty"), std::string::npos);
}

// However the bytes of the files are damaged, reading ends with a roster whose facts all name people it knows.
TEST(RosterFiles, DamagedFilesNeverBreakTheRoster) {
  const std::string duties =
      "person,duty,target,from,to,source\nE1,supervises,L1,2027-01-01,2027-02-01,\"ro\"\"ta\"\nE2,sits_on,cohort:2029,,"
      ",\n";
  const std::string schedule =
      "resident,Block 1 (2026-07-01 to 2026-07-28),2026-07-29\nJane Smith,ICU / Nights,LOA\nJ Smith,\"Wards\",x\n";
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SeededRandom random(seed);
    const auto damaged = [&](std::string text) {
      static const std::string letters =
          "\",;\n\r\t:= /-0129\xC3\xA9\xFF"
          "aZ";
      for (std::uint64_t n = 1 + random.below(6); n > 0; --n) {
        const auto at = random.below(text.size());
        switch (random.below(3)) {
          case 0: text[at] = letters[random.below(letters.size())]; break;
          case 1: text.erase(at, 1 + random.below(5)); break;
          default: text.insert(at, 1, letters[random.below(letters.size())]);
        }
        if (text.empty()) text = "x";
      }
      return text;
    };
    Given given;
    if (seed % 3 == 0) given.files.people = given.folder.write("people.csv", damaged(everybody));
    given.files.duties = {given.folder.write("d.csv", damaged(duties))};
    given.files.placements = {given.folder.write("b.csv", damaged(schedule))};
    const RosterReading reading = given.read();
    for (const Duty& duty : reading.roster.duties) {
      ASSERT_TRUE(reading.roster.find(duty.person)) << "seed " << seed;
      ASSERT_FALSE(duty.days.empty()) << "seed " << seed;
      ASSERT_TRUE(duty.target.kind != TargetKind::person || reading.roster.find(duty.target.id)) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace chiron::duties
