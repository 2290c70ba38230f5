// Cases as lists: whose, in which order, page by page along an index, with what nobody may see yet left out; on both
// engines.
#include "features/relationships/case_list.h"

#include <algorithm>
#include <set>

#include "features/relationships/testing_relationships.h"

namespace chiron::relationships {
namespace {

using institutions::AccountRole;

class CaseListTest : public RelationshipsFixture {
 protected:
  void SetUp() override {
    RelationshipsFixture::SetUp();
    if (IsSkipped()) return;
    first_ = running();
    other_program_ = set_up_program(mentoring());
    const auto one = program_;
    program_ = other_program_;
    second_ = offer_group({{"learner2", Side::learner}, {"educator2", Side::educator}});
    EXPECT_TRUE(start(second_));
    program_ = one;
  }
  /// Cases without findings behind them, as a list shows them: on three days, `pausing` with a day on which it pauses.
  void open_cases(RelationshipId relationship, const std::string& learner, const std::string& educator, int count,
                  bool pausing = true) {
    std::vector<Case> made;
    for (int n = 0; n < count; ++n) {
      Case one;
      one.id = CaseId::random(random_);
      one.relationship = relationship;
      one.learner = people_.at(learner), one.educator = people_.at(educator);
      one.tie = "tie " + std::to_string(n), one.rule = "panel_now", one.level = conflict::Level::block;
      one.opened_on = today, one.deadline = today + 5 + n % 3;
      if (pausing) one.starts_on = one.deadline;
      made.push_back(std::move(one));
    }
    const auto written =
        database().write_and_wait([&](db::WriteTransaction& write) { return insert(write, institution_, made); });
    ASSERT_TRUE(written) << written.error().debug_text();
  }
  institutions::Viewer office(std::vector<institutions::RoleGrant> roles, const std::string& who = "other") const {
    auto viewer = as(who);
    viewer.roles = std::move(roles);
    return viewer;
  }
  institutions::Viewer coordinator() const { return office({{AccountRole::coordinator, {}}}); }
  std::vector<CaseLine> lines(const institutions::Viewer& viewer, CasesAsked asked = {}) {
    const auto found = database().read([&](db::ReadTransaction& read) { return case_lines(read, viewer, asked); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    return found.value_or(std::vector<CaseLine>{});
  }
  /// Every line, page by page.
  std::vector<CaseLine> walked(const institutions::Viewer& viewer, CasesAsked asked) {
    std::vector<CaseLine> all;
    while (true) {
      const auto page = lines(viewer, asked);
      if (page.empty()) return all;
      all.insert(all.end(), page.begin(), page.end());
      asked.after = CasePlace{page.back().day(), page.back().id};
    }
  }
  void tell_learners() { EXPECT_EQ(by_hand("UPDATE cases SET learner_told_at = 1"), ""); }

  RelationshipId first_, second_;
  programs::ProgramId other_program_;
};
CHIRON_ON_BOTH_ENGINES(CaseListTest);

TEST_P(CaseListTest, PagesGoThroughEveryCaseOnceInTheOrderOfDays) {
  open_cases(first_, "learner", "educator", 11);
  open_cases(second_, "learner2", "educator2", 7);
  const auto both = office({{AccountRole::coordinator, program_}, {AccountRole::lead, other_program_}});
  for (const auto& viewer : {coordinator(), both, operator_()}) {
    const auto all = walked(viewer, {{}, {}, {}, 4});
    ASSERT_EQ(all.size(), 18u);
    std::set<CaseId> ids;
    for (const auto& line : all) ids.insert(line.id);
    EXPECT_EQ(ids.size(), 18u);
    EXPECT_TRUE(std::ranges::is_sorted(all, {}, [](const CaseLine& line) { return std::tuple(line.day(), line.id); }));
  }
  const auto of_one = walked(coordinator(), {other_program_, {}, {}, 3});
  EXPECT_EQ(of_one.size(), 7u);
  for (const auto& line : of_one) EXPECT_EQ(line.program, other_program_);
}

TEST_P(CaseListTest, NobodySeesTheCasesOfAProgramThatIsNotTheirs) {
  open_cases(first_, "learner", "educator", 2);
  EXPECT_TRUE(lines(as("other")).empty());
  EXPECT_TRUE(lines(as("learner")).empty()) << "a party has no list";
  EXPECT_TRUE(lines(office({{AccountRole::leader, {}}})).empty());
  EXPECT_TRUE(lines(office({{AccountRole::coordinator, other_program_}})).empty());
  EXPECT_TRUE(lines(institutions::Viewer::of_operator(InstitutionId::random(random_))).empty());
  const auto refused = database().read([&](db::ReadTransaction& read) {
    return case_lines(read, office({{AccountRole::coordinator, other_program_}}), {program_, {}, {}, 10});
  });
  EXPECT_EQ(refused.error().key, "programs.unknown");
}

TEST_P(CaseListTest, WhoeverCoordinatesAndIsTheEducatorWaitsForTheLearner) {
  open_cases(first_, "learner", "educator", 2);
  const auto coordinates = office({{AccountRole::coordinator, {}}}, "educator");
  const auto waiting = [&](const institutions::Viewer& viewer) {
    return database().read([&](db::ReadTransaction& read) { return undecided(read, viewer); })->cases;
  };
  EXPECT_TRUE(lines(coordinates).empty());
  EXPECT_EQ(waiting(coordinates), 0);
  EXPECT_EQ(waiting(coordinator()), 2);
  tell_learners();
  EXPECT_EQ(lines(coordinates).size(), 2u);
  EXPECT_EQ(waiting(coordinates), 2);
}

TEST_P(CaseListTest, OnesOwnStandByDeadlineAndTheLearnersFirst) {
  open_cases(first_, "learner", "educator", 4);
  const auto own = [&](const std::string& who) {
    const auto found = database().read([&](db::ReadTransaction& read) { return own_cases(read, as(who)); });
    EXPECT_TRUE(found) << (found ? "" : found.error().debug_text());
    return *found;
  };
  const auto mine = own("learner");
  ASSERT_EQ(mine.size(), 4u);
  EXPECT_TRUE(std::ranges::is_sorted(mine, {}, [](const OwnCase& one) { return one.about.deadline; }));
  EXPECT_TRUE(own("educator").empty());
  EXPECT_TRUE(own("learner2").empty());
  tell_learners();
  EXPECT_EQ(own("educator").size(), 4u);
  EXPECT_TRUE(own("other").empty());
}

TEST_P(CaseListTest, StatesAndDaysAreCountedApart) {
  open_cases(first_, "learner", "educator", 3);
  open_cases(second_, "learner2", "educator2", 3, false);
  EXPECT_EQ(
      by_hand("UPDATE cases SET state = 'lapsed' WHERE deadline = " + std::to_string((today + 5).days_since_epoch())),
      "");
  EXPECT_EQ(lines(coordinator(), {{}, CaseState::lapsed, {}, 10}).size(), 2u);
  EXPECT_EQ(lines(coordinator(), {{}, CaseState::open, {}, 10}).size(), 4u);
  const auto days = database().read([&](db::ReadTransaction& read) { return case_days(read, coordinator(), {}); });
  ASSERT_TRUE(days && days->size() == 3u);
  for (const auto& day : *days) EXPECT_EQ(std::tuple(day.cases, day.pausing), std::tuple(2, 1));
  const auto both = office({{AccountRole::coordinator, program_}, {AccountRole::coordinator, other_program_}});
  const auto merged = database().read([&](db::ReadTransaction& read) { return case_days(read, both, {}); });
  ASSERT_TRUE(merged && merged->size() == 3u);
  for (const auto& day : *merged) EXPECT_EQ(std::tuple(day.cases, day.pausing), std::tuple(2, 1));
  const auto first = database().read([&](db::ReadTransaction& read) { return undecided(read, both); });
  EXPECT_EQ(first->cases, 6);
  EXPECT_EQ(first->first_deadline, today + 5);
  EXPECT_EQ(by_hand("UPDATE cases SET state = 'closed', closed_on = deadline"), "");
  const auto closed = walked(coordinator(), {{}, CaseState::closed, {}, 4});
  ASSERT_EQ(closed.size(), 6u);
  EXPECT_TRUE(std::ranges::is_sorted(closed, std::ranges::greater(), [](const CaseLine& line) { return line.day(); }));
  EXPECT_EQ(walked(both, {{}, CaseState::closed, {}, 4}).size(), 6u);
  EXPECT_TRUE(lines(coordinator()).empty());
}

TEST_P(CaseListTest, ACaseIsItsRelationshipsProgramsWhoeverWritesIt) {
  open_cases(first_, "learner", "educator", 1);
  EXPECT_EQ(cases(first_).front().program, program_);
  refuses("UPDATE cases SET program_id = (SELECT id FROM programs WHERE id <> cases.program_id LIMIT 1)",
          "relationships.case_moves");
}

TEST_P(CaseListTest, AListIsReadAlongItsIndex) {
  // Whatever the number of cases: a page costs a page, sorted by the index and not after reading all of them.
  open_cases(first_, "learner", "educator", 3000);
  ASSERT_TRUE(database().refresh_statistics(std::vector<std::string_view>{"cases", "relationships", "people"}));
  const bool lite = GetParam() == db::Engine::sqlite;
  const auto plan = [&](const db::Sql& sql, auto... arguments) {
    const std::string text = (lite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + std::string(sql.text(GetParam()));
    const db::Sql explained{std::string_view(text)};
    const auto rows = database().read([&](db::ReadTransaction& read) {
      return read.query(explained, arguments...).all([&](const db::Row& row) {
        return row.get<std::string>(lite ? 3 : 0);
      });
    });
    EXPECT_TRUE(rows) << (rows ? "" : rows.error().debug_text());
    std::string joined;
    for (const auto& row : *rows) joined += row + "\n";
    return joined;
  };
  const auto along = [](const std::string& said, const std::string& index) {
    return said.find(index) != std::string::npos && said.find("SCAN cases") == std::string::npos &&
           said.find("Seq Scan on cases") == std::string::npos;
  };
  const CaseId after;
  const PersonId nobody;
  const std::string all = plan(sql::case_lines, institution_, today, after, "", nobody, 100);
  EXPECT_TRUE(along(all, "case_days")) << all;
  if (lite) {
    EXPECT_NE(all.find("<expr>>?"), std::string::npos) << "a later page does not pass the lines before it\n" << all;
  }
  const std::string one = plan(sql::case_lines_of_program, institution_, today, after, "", nobody, 100, program_);
  EXPECT_TRUE(along(one, "case_days")) << one;
  const std::string closed = plan(sql::closed_case_lines, institution_, today, after, nobody, 100);
  EXPECT_TRUE(along(closed, "closed_cases")) << closed;
}

}  // namespace
}  // namespace chiron::relationships
