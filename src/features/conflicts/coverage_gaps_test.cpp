// What is not known, unit by unit, from coverage as stated and as derived; on both engines.
#include "features/conflicts/coverage_gaps.h"

#include <map>

#include "features/duties/duty_store.h"
#include "features/institutions/institution_store.h"
#include "features/people/people_store.h"
#include "platform/db/testing.h"

namespace chiron::conflicts {
namespace {

using conflict::CoverageClass;
using conflict::DutyKind;
using duties::TargetKind;

const Date today = *Date::parse("2026-11-22");
const DateRange year{today - 100, today + 265};

class CoverageGapsTest : public db::testing::DatabaseTest {
 protected:
  /// Three learners: two in Surgery, one in Medicine; an educator in Dermatology. All at the site North.
  void SetUp() override {
    open({institutions::migrations, people::migrations, duties::migrations, conflicts::migrations});
    if (IsSkipped()) return;
    institution_ = InstitutionId::random(random_);
    const auto made =
        institutions::Institution::of(institution_, "north", "North School", "Europe/Berlin", institutions::Mode::demo);
    ASSERT_TRUE(
        database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *made); }));
    for (const auto& [name, unit] : units_) {
      const auto id = people_[name] = PersonId::random(random_);
      say([&](db::WriteTransaction& write, const people::Recording& at) -> Result<> {
        people::Person person;
        person.id = name;
        person.kind = name[0] == 'E' ? people::Kind::educator : people::Kind::learner;
        TRY(people::insert(write, at, id, name));
        return people::record(write, at, id, people::VersionId::random(random_), person);
      });
      member(name, TargetKind::unit, unit, year);
      member(name, TargetKind::site, "North", year);
    }
  }
  template <class Facts>
  void say(Facts facts) {
    const people::Recording change{institution_, people::ChangeId::random(random_)};
    const auto written = database().write_and_wait([&](db::WriteTransaction& write) {
      return people::change_at_once(write, change, people::ChangeKind::edit, Instant{1},
                                    [&](const people::Recording& at) { return facts(write, at); });
    });
    ASSERT_TRUE(written) << written.error().debug_text();
  }
  void duty(DutyKind kind, const std::string& holder, const duties::Target& target, DateRange days) {
    std::optional<PersonId> person;
    if (target.kind == TargetKind::person) person = people_.at(std::string(target.id));
    say([&](db::WriteTransaction& write, const people::Recording& at) {
      return duties::record(write, at, duties::DutyId::random(random_), {kind, holder, target, days, "", 0, 0},
                            people_.at(holder), person);
    });
  }
  void member(const std::string& who, TargetKind kind, std::string_view group, DateRange days) {
    duty(DutyKind::member_of, who, {kind, group}, days);
  }
  void cover(TargetKind kind, std::string_view group, CoverageClass what, DateRange days = year) {
    duties::CoverageStatement statement;
    statement.scope = {kind, group};
    statement.what = what;
    statement.days = days;
    say([&](db::WriteTransaction& write, const people::Recording& at) {
      return duties::record(write, at, duties::CoverageId::random(random_), statement);
    });
  }
  /// "supervision Surgery 2" …
  std::vector<std::string> gaps(std::bitset<conflict::coverage_class_count> needed = 0b00011) {
    const auto found = database().read(
        [&](db::ReadTransaction& read) { return coverage_gaps(read, institution_, needed, today, 100); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    std::vector<std::string> out;
    for (const auto& gap : *found)
      out.push_back(std::string(conflict::name_of(gap.what)) + " " + gap.unit + " " + std::to_string(gap.learners));
    return out;
  }

  SeededRandom random_{17};
  InstitutionId institution_;
  const std::map<std::string, std::string> units_{
      {"L1", "Surgery"}, {"L2", "Surgery"}, {"L3", "Medicine"}, {"E1", "Dermatology"}};
  std::map<std::string, PersonId> people_;
};
CHIRON_ON_BOTH_ENGINES(CoverageGapsTest);

using Gaps = std::vector<std::string>;

TEST_P(CoverageGapsTest, AUnitWithoutAStatementIsUnknown) {
  cover(TargetKind::unit, "Medicine", CoverageClass::supervision);
  cover(TargetKind::unit, "Medicine", CoverageClass::assessment);
  EXPECT_EQ(gaps(), (Gaps{"supervision Surgery 2", "assessment Surgery 2"})) << "an educator's unit needs no statement";
  cover(TargetKind::unit, "Surgery", CoverageClass::supervision);
  EXPECT_EQ(gaps(), Gaps{"assessment Surgery 2"});
  cover(TargetKind::unit, "Surgery", CoverageClass::assessment, {today - 50, today});
  EXPECT_EQ(gaps(), Gaps{"assessment Surgery 2"}) << "until yesterday is not today";
  cover(TargetKind::site, "North", CoverageClass::assessment);
  EXPECT_EQ(gaps(), Gaps{}) << "any group of a learner will do";
  EXPECT_EQ(gaps(0b00100), (Gaps{"panel Medicine 1", "panel Surgery 2"})) << "only what is asked for";
}

TEST_P(CoverageGapsTest, TheDatabaseKnowsTheClassOfEveryKind) {
  for (const DutyKind kind : conflict::all_duty_kinds) {
    if (kind == DutyKind::member_of) continue;
    const auto target = conflict::target_rule(kind) == conflict::TargetRule::group
                            ? duties::Target{TargetKind::unit, "Surgery"}
                            : duties::Target{TargetKind::person, "L1"};
    duty(kind, "E1", target, year);
  }
  std::size_t seen = 0;
  ASSERT_TRUE(database().read([&](db::ReadTransaction& read) {
    return read.query(db::Sql("SELECT kind, coverage_class FROM duties_by_class")).each([&](const db::Row& row) {
      const DutyKind kind = conflict::parse_duty_kind(row.get<std::string>(0)).value();
      EXPECT_EQ(row.get<std::string>(1), conflict::name_of(conflict::coverage_class_of(kind)));
      ++seen;
    });
  }));
  EXPECT_EQ(seen, conflict::all_duty_kinds.size() - 1);
}

TEST_P(CoverageGapsTest, DutiesTowardsAGroupAreFoundByTheirIndex) {
  if (GetParam() != db::Engine::sqlite) GTEST_SKIP() << "PostgreSQL reads so few rows without an index";
  const std::string text = "EXPLAIN QUERY PLAN " + std::string(sql::silent_units.text(GetParam()));
  std::string plan;
  ASSERT_TRUE(database().read([&](db::ReadTransaction& read) {
    return read.query(db::Sql(std::string_view(text)), institution_, "supervision", today, 100)
        .each([&](const db::Row& row) { plan += row.get<std::string>(3) + "\n"; });
  }));
  EXPECT_NE(plan.find("duty_towards_group"), std::string::npos) << plan;
}

TEST_P(CoverageGapsTest, WhoBelongsToNoKnownUnitIsCountedApart) {
  const auto lost = PersonId::random(random_);
  say([&](db::WriteTransaction& write, const people::Recording& at) -> Result<> {
    people::Person person;
    person.id = "L4";
    TRY(people::insert(write, at, lost, "L4"));
    return people::record(write, at, lost, people::VersionId::random(random_), person);
  });
  people_["L4"] = lost;
  EXPECT_EQ(gaps(0b00001), (Gaps{"supervision  1", "supervision Medicine 1", "supervision Surgery 2"}));
  member("L4", TargetKind::site, "North", year);
  EXPECT_EQ(gaps(0b00001).front(), "supervision  1") << "a site about which nothing is known helps nobody";
  duty(DutyKind::supervises, "E1", {TargetKind::site, "North"}, year);
  EXPECT_EQ(gaps(0b00001), Gaps{});
  cover(TargetKind::unit, "Medicine", CoverageClass::supervision);
  EXPECT_EQ(gaps(0b00001), (Gaps{"supervision  1", "supervision Surgery 2"})) << "what is stated counts alone";
  cover(TargetKind::site, "North", CoverageClass::supervision);
  EXPECT_EQ(gaps(0b00001), Gaps{});
}

TEST_P(CoverageGapsTest, WithoutAnyStatementItIsDerivedFromTheDuties) {
  EXPECT_EQ(gaps(),
            (Gaps{"supervision Medicine 1", "supervision Surgery 2", "assessment Medicine 1", "assessment Surgery 2"}));
  duty(DutyKind::supervises, "E1", {TargetKind::unit, "Surgery"}, year);
  duty(DutyKind::assesses, "E1", {TargetKind::person, "L3"}, year);
  EXPECT_EQ(gaps(), (Gaps{"supervision Medicine 1", "assessment Surgery 2"}));
  duty(DutyKind::assesses, "E1", {TargetKind::person, "L1"}, {today - 50, today});
  EXPECT_EQ(gaps(), (Gaps{"supervision Medicine 1", "assessment Surgery 2"})) << "what was says nothing of today";
  EXPECT_EQ(gaps(0b01000), Gaps{"management  0"}) << "of management nothing is known anywhere";
  duty(DutyKind::manages, "E1", {TargetKind::person, "L1"}, year);
  EXPECT_EQ(gaps(0b01000), Gaps{});
}

}  // namespace
}  // namespace chiron::conflicts
