// A reading of relationships.
#include "features/views/my_people/my_people_routes.h"

#include "features/relationships/offer_store.h"
#include "platform/json/json.h"

namespace chiron::views::my_people {
namespace {

/// Somebody whom the viewer has a relationship with. `mine`: the side the viewer is on. `running`: judged and active.
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

/// Open relationships first in `people`; `ended` are closed.
struct MyPeople {
  std::vector<MyPersonShown> people, ended;
};
BOOST_DESCRIBE_STRUCT(MyPeople, (), (people, ended))

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
    if (one.state == relationships::State::offered) shown.answer_by = one.answer_by;
    if (one.answer) shown.answer = std::string(relationships::name_of(*one.answer));
    if (one.ending) shown.ending = std::string(relationships::name_of(*one.ending));
    (one.state == relationships::State::closed ? out.ended : out.people).push_back(std::move(shown));
  }
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
