// Reports on both databases: replaced by name, seen by their own institution only, and only where access is open.
#include "features/reports/report_store.h"

#include "features/institutions/institution_store.h"
#include "platform/db/testing.h"

namespace chiron::reports {
namespace {

class ReportsTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open({institutions::migrations, reports::migrations});
    if (IsSkipped()) return;
    for (const char* slug : {"north", "south"}) {
      const auto id = InstitutionId::random(random_);
      ids_.push_back(id);
      auto made = institutions::Institution::of(id, slug, slug, "Europe/Berlin", institutions::Mode::demo);
      ASSERT_TRUE(
          database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *made); }));
    }
  }
  void keep(std::string_view name, std::string words) {
    Finished report{.name = std::string(name), .document = {}, .program = "First-year mentors"};
    report.document.title = text::verbatim(std::move(words));
    ASSERT_TRUE(database().write_and_wait(
        [&](db::WriteTransaction& write) { return save(write, ids_[0], Instant{1}, report); }));
  }
  std::optional<std::string> get(std::size_t institution, Access access, std::string_view name) {
    auto found = database().read([&](db::ReadTransaction& read) {
      return document_for(read, institutions::Viewer::of_visitor(ids_[institution]), access, name);
    });
    EXPECT_TRUE(found);
    return found ? *found : std::nullopt;
  }
  SeededRandom random_{5};
  std::vector<InstitutionId> ids_;
};
CHIRON_ON_BOTH_ENGINES(ReportsTest);

TEST_P(ReportsTest, TheLatestOfANameIsKept) {
  keep("audit", "first");
  keep("audit", "second");
  const auto document = get(0, Access::open, "audit");
  ASSERT_TRUE(document);
  EXPECT_NE(document->find("second"), std::string::npos);
  EXPECT_EQ(document->find("first"), std::string::npos);
}

TEST_P(ReportsTest, AnotherInstitutionAndClosedAccessGetNothing) {
  keep("audit", "names of people");
  EXPECT_FALSE(get(1, Access::open, "audit"));
  EXPECT_FALSE(get(0, Access::closed, "audit"));
  const auto listed = database().read([&](db::ReadTransaction& read) {
    return list_for(read, institutions::Viewer::of_visitor(ids_[0]), Access::closed);
  });
  ASSERT_TRUE(listed);
  EXPECT_TRUE(listed->empty());
}

TEST_P(ReportsTest, WhoMayNotSeePeopleGetsTheAccreditorsPageAlone) {
  keep("audit", "names of people");
  keep("accreditor", "counts");
  EXPECT_FALSE(get(0, Access::without_people, "audit"));
  EXPECT_TRUE(get(0, Access::without_people, "accreditor"));
  EXPECT_FALSE(get(1, Access::without_people, "accreditor"));
  const auto listed = database().read([&](db::ReadTransaction& read) {
    return list_for(read, institutions::Viewer::of_visitor(ids_[0]), Access::without_people);
  });
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->front().name, "accreditor");
}

TEST(ReportAccess, FollowsFromRolesInTheWholeInstitution) {
  using institutions::AccountRole;
  using institutions::Viewer;
  SeededRandom random(6);
  const auto of = [&](std::vector<institutions::RoleGrant> roles) {
    return access_of(Viewer::of_account(InstitutionId(), AccountId::random(random), {}, std::move(roles)));
  };
  EXPECT_EQ(of({{AccountRole::coordinator, {}}}), Access::open);
  EXPECT_EQ(of({{AccountRole::leader, {}}}), Access::without_people);
  EXPECT_EQ(of({{AccountRole::coordinator, ProgramId::random(random)}}), Access::closed);
  for (const auto role :
       {AccountRole::lead, AccountRole::evaluator, AccountRole::operator_, AccountRole::confidential_contact})
    EXPECT_EQ(of({{role, {}}}), Access::closed);
  EXPECT_EQ(of({}), Access::closed);
  EXPECT_EQ(access_of(Viewer::of_visitor(InstitutionId())), Access::closed);
  EXPECT_EQ(access_of(Viewer::of_person(InstitutionId(), PersonId::random(random))), Access::closed);
}

TEST_P(ReportsTest, TheListNamesTheProgramOfEach) {
  keep("matches", "first");
  const auto listed = database().read([&](db::ReadTransaction& read) {
    return list_for(read, institutions::Viewer::of_visitor(ids_[0]), Access::open);
  });
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->front().program, "First-year mentors");
  EXPECT_EQ(listed->front().next, "null");
}

TEST_P(ReportsTest, PreparesEveryStatement) { EXPECT_TRUE(database().prepare_all(sql::all)); }

}  // namespace
}  // namespace chiron::reports
