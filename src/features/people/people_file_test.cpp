// People files of several schools, and every way in which one can be wrong: named with file, row, column and rule.
#include "features/people/people_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace chiron::people {
namespace {

struct Read {
  TextPool pool;
  Problems problems;
  PeopleReading reading;
  const std::vector<Person>& people() const { return reading.people; }
  /// "row/column: key (details)" of every problem of that severity, one a line.
  std::string said(Severity severity = Severity::error) const {
    std::string out;
    for (const Problem& problem : problems.list())
      if (problem.severity == severity)
        out += std::to_string(problem.row) + "/" + problem.column + ": " + problem.error.debug_text() + "\n";
    return out;
  }
};

std::unique_ptr<Read> read(std::string_view text, PeopleOptions options = {}) {
  auto out = std::make_unique<Read>();
  out->reading = read_people_text("p.csv", text, options, out->pool, out->problems);
  return out;
}

PeopleOptions listed(Kind kind) {
  PeopleOptions options;
  options.listed_as = kind;
  return options;
}

TEST(PeopleFile, ReadsTheTemplate) {
  const auto file = read(
      "id,given_name,family_name,email,profession,kind,stage,site,unit,cohort,specialty,languages,interests,manager,"
      "capacity,"
      "hours_per_month,trained_on,declared_on,from,to,left_because\n"
      "L1,Jane, Smith ,Jane.Smith@Example.org,medicine,learner,PGY-1,North,ICU,2027,medicine,English; "
      "Fran\u00E7ais,research;teaching,E1,,,,,2026-07-01,2027-07-01,graduated\n"
      "E1,Ann,Lee,ann@example.org,nursing,educator,,North,,,,,,,3,2.5,2026-01-05,46600,,,\n"
      "B1,Bo,Li,,,both,,,,,,,,,0,n/a,-,,,,\n");
  ASSERT_EQ(file->said(), "");
  ASSERT_EQ(file->people().size(), 3u);
  const Person& jane = file->people()[0];
  EXPECT_EQ(jane.id, "L1");
  EXPECT_EQ(jane.family_name, "Smith");
  EXPECT_EQ(jane.email, "jane.smith@example.org");
  EXPECT_EQ(jane.kind, Kind::learner);
  EXPECT_EQ(jane.languages, (std::vector<std::string_view>{"English", "Fran\u00E7ais"}));
  EXPECT_EQ(jane.interests, (std::vector<std::string_view>{"research", "teaching"}));
  EXPECT_EQ(jane.manager, "E1");
  EXPECT_EQ(jane.present.iso(), "2026-07-01..2027-07-01");
  EXPECT_EQ(jane.left_because, LeaveReason::graduated);
  EXPECT_EQ(jane.row, 2u);
  EXPECT_FALSE(jane.capacity);
  const Person& ann = file->people()[1];
  EXPECT_EQ(ann.capacity, 3);
  EXPECT_EQ(ann.hours_per_month, 2.5);
  EXPECT_EQ(ann.trained_on->iso(), "2026-01-05");
  EXPECT_EQ(ann.declared_on->iso(), "2027-08-01");
  EXPECT_EQ(ann.present, DateRange{});
  EXPECT_EQ(file->people()[2].kind, Kind::both);
  EXPECT_EQ(file->people()[2].capacity, 0);
}

TEST(PeopleFile, ReadsTheShippedRostersAsTheyAre) {
  const std::string folder = std::string(CHIRON_ROOT) + "/../shared/data/rosters/";
  if (!std::ifstream(folder + "mentees.csv")) GTEST_SKIP() << "the shipped rosters are not beside the project";
  for (const auto& [name, kind] : {std::pair{"mentees.csv", Kind::learner}, std::pair{"mentors.csv", Kind::educator}}) {
    Read out;
    out.reading = read_people(folder + name, listed(kind), out.pool, out.problems);
    EXPECT_EQ(out.said(), "") << name;
    ASSERT_EQ(out.people().size(), 500u) << name;
    std::size_t both = 0;
    for (const Person& person : out.people()) {
      EXPECT_EQ(person.listed_as, kind);
      EXPECT_EQ(person.id, person.email);
      EXPECT_TRUE(person.id_was_made);
      EXPECT_NE(person.stage, "Some role");
      EXPECT_TRUE(person.site.starts_with("Department of "));
      EXPECT_TRUE(person.interests.empty());
      both += person.kind == Kind::both;
    }
    EXPECT_EQ(both, kind == Kind::learner ? 242u : 258u) << name;
    for (const ColumnUse& use : out.reading.columns.columns) {
      const bool personal = use.heading == "biography" || use.heading == "characteristics" ||
                            use.heading.find("identity") != std::string::npos;
      EXPECT_EQ(use.use == Use::dropped, personal) << use.heading;
    }
  }
}

TEST(PeopleFile, ReadsWhatOtherSchoolsHave) {
  const auto semicolons = read(
      "Surname;First name;E-mail;Grade;Abteilung;End date\r\n\"M\u00FCller\";Eva;eva@x.de;1;ICU;31.12.2027\r\n", [] {
        PeopleOptions options = listed(Kind::learner);
        options.mapping = *read_mapping_text("m.csv", "their heading,our column\nAbteilung,unit\n");
        return options;
      }());
  ASSERT_EQ(semicolons->said(), "");
  EXPECT_EQ(semicolons->people()[0].unit, "ICU");
  EXPECT_EQ(semicolons->people()[0].present.to.iso(), "2028-01-01") << "an end date is the last day";
  EXPECT_EQ(semicolons->said(Severity::note), "0/: people.ids_from_email (count=1)\n");

  const auto names_only =
      read("Name,Department\n\"Garc\u00EDa, Jos\u00E9\",ICU\nAnna van der Berg,ICU\n", listed(Kind::educator));
  ASSERT_EQ(names_only->said(), "");
  EXPECT_EQ(names_only->people()[0].id, "jose.garcia");
  EXPECT_EQ(names_only->people()[1].family_name, "van der Berg");
  EXPECT_EQ(names_only->said(Severity::warning), "0/: people.ids_from_name (count=2)\n");

  // A "role" that speaks of something else does not matter when the file itself says who is in it.
  EXPECT_EQ(read("name,role\nA B,Ward clerk\n", listed(Kind::educator))->said(), "");
}

TEST(PeopleFile, NamesEveryError) {
  const struct {
    const char* why;
    std::string_view text;
    const char* said;
  } cases[] = {
      {"no id of any sort", "kind,site\nlearner,North\n",
       "1/: people.missing_column (our_column=id)\n1/: people.missing_column (our_column=family_name)\n"},
      {"no kind", "id,name\nL1,A B\n", "1/: people.missing_column (our_column=kind)\n"},
      {"doubled column", "id,ID,name,kind\n1,2,A B,learner\n",
       "1/ID: people.doubled_column (our_column=id, first=id)\n"},
      {"nobody", "id,name,kind\n", "0/: people.nobody\n"},
      {"empty file", "", "0/: csv.empty (file=p.csv)\n"},
      {"a workbook", "PK\x03\x04xl/workbook.xml", "0/: csv.not_text (file=p.csv, format=xlsx)\n"},
      {"ragged rows, both named", "id,name,kind\nL1,A B\nL2,A C,learner\nL3,A D,learner,x\n",
       "2/: csv.ragged_row (file=p.csv, found=2, expected=3, row=2)\n4/: csv.ragged_row (file=p.csv, found=4, "
       "expected=3, row=4)\n"},
      {"duplicate id", "id,name,kind\nL1,A B,learner\n\nL1,C D,learner\n",
       "4/id: people.duplicate_id (id=L1, first_row=2)\n"},
      {"duplicate e-mail in another case", "id,name,kind,email\nL1,A B,learner,a@x.org\nL2,C D,learner,A@X.org\n",
       "3/email: people.duplicate_email (email=a@x.org, first_row=2)\n"},
      {"two of one name without ids", "name,kind\nJane Smith,learner\n\"Smith, Jane\",learner\n",
       "3/: people.same_name_without_id (id=jane.smith, first_row=2)\n"},
      {"no id in one row", "name,kind\nCher,learner\n", "2/: people.no_id\n"},
      {"an id like a group", "id,name,kind\nunit:ICU,A B,learner\n", "2/id: people.id_like_group (text=unit:ICU)\n"},
      {"unknown kind", "id,name,kind\nL1,A B,wizard\n", "2/kind: people.unknown_kind (text=wizard)\n"},
      {"malformed e-mails", "id,name,kind,email\nL1,A B,learner,nobody\nL2,A C,learner,a@b@c\nL3,A D,learner,a b@c\n",
       "2/email: people.malformed_email (text=nobody)\n3/email: people.malformed_email (text=a@b@c)\n4/email: "
       "people.malformed_email (text=a b@c)\n"},
      {"absurd capacity",
       "id,name,kind,Max mentees\nE1,A B,educator,-1\nE2,A C,educator,501\nE3,A D,educator,two\nE4,A "
       "E,educator,2-3\nE5,A F,educator,99999999999\n",
       "2/Max mentees: people.absurd_capacity (text=-1)\n3/Max mentees: people.absurd_capacity (text=501)\n4/Max "
       "mentees: people.absurd_capacity (text=two)\n"
       "5/Max mentees: people.absurd_capacity (text=2-3)\n6/Max mentees: people.absurd_capacity (text=99999999999)\n"},
      {"absurd hours",
       "id,name,kind,hours_per_month\nE1,A B,educator,-1\nE2,A C,educator,nan\nE3,A D,educator,inf\nE4,A "
       "E,educator,201\n",
       "2/hours_per_month: people.absurd_hours (text=-1)\n3/hours_per_month: people.absurd_hours "
       "(text=nan)\n4/hours_per_month: people.absurd_hours (text=inf)\n"
       "5/hours_per_month: people.absurd_hours (text=201)\n"},
      {"impossible and ambiguous dates", "id,name,kind,from,to\nL1,A B,learner,2027-02-30,\nL2,A C,learner,3/4/2027,\n",
       "2/from: date.impossible (text=2027-02-30)\n3/from: date.ambiguous (text=3/4/2027)\n"},
      {"reversed dates",
       "id,name,kind,from,to\nL1,A B,learner,2027-08-01,2026-08-01\nL2,A C,learner,2027-08-01,2027-08-01\n",
       "2/to: people.reversed_dates (from=2027-08-01, to=2026-08-01)\n3/to: people.reversed_dates (from=2027-08-01, "
       "to=2027-08-01)\n"},
      {"leaving", "id,name,kind,to,leaving reason\nL1,A B,learner,,resigned\nL2,A C,learner,2027-01-01,bored\n",
       "2/leaving reason: people.left_without_date\n3/leaving reason: people.unknown_leave_reason (text=bored)\n"},
      {"hidden letters", "id,name,kind\nL1,A\u202E B,learner\n\"L\n2\",A C,learner\n",
       "2/name: people.hidden_letter (letter=U+202E)\n3/id: people.hidden_letter (letter=U+000A)\n"},
      {"neither yes nor no", "id,name,kind,both\nL1,A B,learner,perhaps\n",
       "2/both: people.not_yes_or_no (text=perhaps)\n"},
  };
  for (const auto& c : cases) EXPECT_EQ(read(c.text)->said(), c.said) << c.why;
  EXPECT_EQ(read("id,name,kind\nE1,A B,educator\n", listed(Kind::learner))->said(),
            "2/kind: people.kind_contradicts_file (text=educator, listed_as=learner)\n");
  const auto long_id =
      read("id,name,kind\n" + std::string(201, 'x') + ",A B,learner\nL2," + std::string(1001, 'y') + ",learner\n");
  EXPECT_EQ(long_id->said(), "2/id: people.text_too_long (limit=200)\n3/name: people.text_too_long (limit=1000)\n");
}

TEST(PeopleFile, CollectsAThousandErrorsAndCountsTheRest) {
  std::string text = "id,name,kind\n";
  for (int i = 0; i < 1'500; ++i) text += "L" + std::to_string(i) + ",A B,wizard\n";
  const auto file = read(text);
  EXPECT_EQ(file->problems.list().size(), 1'000u);
  EXPECT_EQ(file->problems.count(Severity::error), 1'500u);
  EXPECT_EQ(file->problems.left_out(), 500u);
}

TEST(PeopleFile, HostileTextStaysText) {
  const auto file = read(
      "id,name,kind,interests\n'; DROP TABLE person; --,<script>alert(1)</script> B,learner,\"=cmd|' /C calc'!A0\"\n");
  ASSERT_EQ(file->said(), "");
  EXPECT_EQ(file->people()[0].id, "'; DROP TABLE person; --");
  EXPECT_EQ(file->people()[0].given_name, "<script>alert</script>") << "remarks in parentheses are no part of a name";
  EXPECT_EQ(file->people()[0].interests, (std::vector<std::string_view>{"=cmd", "' /C calc'!A0"}));
}

TEST(PeopleFile, ReadsMappings) {
  EXPECT_EQ(read_mapping_text("m.csv", "a,b\nx,nonsense\n").error().debug_text(),
            "people.mapping_unknown_column (row=2, text=nonsense, file=m.csv)");
  EXPECT_EQ(read_mapping_text("m.csv", "a\nx\n").error().key, "people.mapping_shape");
  const std::string_view others[] = {"evaluator"};
  const auto mapping = read_mapping_text("m.csv", "their heading,our column\nAssessor,evaluator\nFoo,drop\n", others);
  ASSERT_TRUE(mapping);
  EXPECT_EQ(mapping->entries[0].name, "evaluator");
  EXPECT_FALSE(mapping->entries[0].column);
  EXPECT_EQ(mapping->entries[1].use, Use::dropped);
}

}  // namespace
}  // namespace chiron::people
