// A reading of relationships and of the cases in them.
#include "features/views/my_people/my_people_routes.h"

#include "features/match_runs/waiting_store.h"
#include "features/relationships/case_list.h"
#include "features/relationships/offer_store.h"
#include "platform/json/json.h"

namespace chiron::views::my_people {
namespace {

/// Somebody whom the viewer has a relationship with. `mine`: the side the viewer is on. `running`: judged and active.
/// `answer_by`: the last day to answer an offer.
struct MyPersonShown {
  relationships::RelationshipId relationship_id;
  std::string program, name, role, mine, state, record;
  bool running = false;
  Date from, to;
  std::optional<Date> answer_by;
  std::optional<std::string> answer, ending;
};
BOOST_DESCRIBE_STRUCT(MyPersonShown, (),
                      (relationship_id, program, name, role, mine, state, record, running, from, to, answer_by, answer,
                       ending))

/// A conflict in one of the viewer's relationships that is not over. `mine`: the side the viewer is on.
struct MyCaseShown {
  relationships::CaseId id;
  relationships::RelationshipId relationship_id;
  std::string other, mine, rule;
  relationships::CaseState state = relationships::CaseState::open;
  Date deadline;
  std::optional<Date> starts_on;
};
BOOST_DESCRIBE_STRUCT(MyCaseShown, (), (id, relationship_id, other, mine, rule, state, deadline, starts_on))

/// A program in which the viewer waits for a seat.
struct MyWaitShown {
  programs::ProgramId program_id;
  std::string program;
};
BOOST_DESCRIBE_STRUCT(MyWaitShown, (), (program_id, program))

/// Open relationships first in `people`; `ended` are closed. `cases` by deadline.
struct MyPeople {
  std::vector<MyPersonShown> people, ended;
  std::vector<MyCaseShown> cases;
  std::vector<MyWaitShown> waits;
};
BOOST_DESCRIBE_STRUCT(MyPeople, (), (people, ended, cases, waits))

Result<MyPeople> people_shown(db::ReadTransaction& read, const institutions::Viewer& viewer) {
  MyPeople out;
  for (const auto& one : TRY(relationships::people_of(read, viewer))) {
    MyPersonShown shown;
    shown.relationship_id = one.relationship;
    shown.program = one.program_name, shown.name = one.name;
    shown.role = std::string(conflict::name_of(one.role));
    shown.mine = std::string(relationships::name_of(one.my_side));
    shown.state = std::string(relationships::name_of(one.state));
    shown.record = std::string(programs::name_of(one.record));
    shown.running = one.state == relationships::State::active && one.standing == relationships::Standing::judged;
    shown.from = one.days.from, shown.to = one.days.to;
    if (one.state == relationships::State::offered && one.answer_by) shown.answer_by = *one.answer_by - 1;
    if (one.answer) shown.answer = std::string(relationships::name_of(*one.answer));
    if (one.ending) shown.ending = std::string(relationships::name_of(*one.ending));
    (one.state == relationships::State::closed ? out.ended : out.people).push_back(std::move(shown));
  }
  for (auto& one : TRY(relationships::own_cases(read, viewer))) {
    const auto side = viewer.person == one.about.learner ? relationships::Side::learner : relationships::Side::educator;
    out.cases.push_back({one.about.id, one.about.relationship, std::move(one.other),
                         std::string(relationships::name_of(side)), one.about.rule, one.about.state, one.about.deadline,
                         one.about.starts_on});
  }
  if (viewer.person)
    for (auto& one : TRY(match_runs::waits_in(read, viewer.institution_id, *viewer.person)))
      out.waits.push_back({one.program, std::move(one.name)});
  return out;
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of) {
  router.route<http::Nothing, MyPeople>(
      http::Method::get, "/api/v1/my_people",
      {.id = "list_my_people", .summary = "Whom the viewer has a relationship with, and how it stands."},
      [=, &database](const http::Request& request, const http::Nothing&) -> Result<MyPeople> {
        const auto viewer = TRY(viewer_of(request));
        return database.read([&](db::ReadTransaction& read) { return people_shown(read, viewer); });
      });
}

}  // namespace chiron::views::my_people
