// Parse, call, render.
#include "features/preferences/preference_routes.h"

#include <algorithm>
#include <map>
#include <set>

#include "features/educators/educator_store.h"
#include "features/institutions/today.h"
#include "features/preferences/role_needed.h"
#include "features/programs/program_access.h"
#include "platform/json/json.h"
#include "platform/text/collation.h"

namespace chiron::preferences {
namespace {

using http::Method;
using http::Nothing;
using http::Request;
using institutions::Viewer;

/// A program that asks the viewer something. `answered`: whether they said yes or no as an educator, absent before.
struct MyProgram {
  ProgramId program_id;
  std::string name, role;
  DateRange term;
  bool teaches = false, learns = false;
  std::optional<bool> answered;
  bool ready = false;
  std::int64_t wishes = 0;
  WishWindow window = WishWindow::early;
  DateRange wish_days;
};
BOOST_DESCRIBE_STRUCT(MyProgram, (),
                      (program_id, name, role, term, teaches, learns, answered, ready, wishes, window, wish_days))
struct MyPrograms {
  std::vector<MyProgram> programs;
};
BOOST_DESCRIBE_STRUCT(MyPrograms, (), (programs))

struct WishesIn {
  ProgramId program_id;
};
BOOST_DESCRIBE_STRUCT(WishesIn, (), (program_id))

/// Somebody on offer, in their own words. `answered`: they filled in their page; else the roster alone speaks.
struct Profile {
  PersonId person_id;
  std::string name, site, specialty, stage;
  bool answered = false;
  std::vector<educators::Topic> topics;
  std::vector<educators::WorkingWay> ways;
  std::string path;
};
BOOST_DESCRIBE_STRUCT(Profile, (), (person_id, name, site, specialty, stage, answered, topics, ways, path))
/// Somebody wished for. `possible`: nothing that everybody may know stands against it any more or yet.
struct Wished {
  PersonId person_id;
  std::string name, site;
  bool possible = true;
};
BOOST_DESCRIBE_STRUCT(Wished, (), (person_id, name, site, possible))

/// A learner's own page of wishes. `revision` 0: none saved yet. Profiles are given while wishes are open;
/// `pending`: they are being worked out, ask again.
struct MyWishes {
  ProgramId program_id;
  std::string program, role;
  DateRange term;
  WishWindow window = WishWindow::early;
  DateRange wish_days;
  std::int64_t revision = 0;
  std::int64_t fewest = 0, most = 0;
  std::vector<Profile> profiles;
  std::vector<Wished> wishes;
  bool pending = false;
};
BOOST_DESCRIBE_STRUCT(MyWishes, (),
                      (program_id, program, role, term, window, wish_days, revision, fewest, most, profiles, wishes,
                       pending))
struct PostWishes {
  ProgramId program_id;
  std::int64_t revision = 0;
  std::vector<PersonId> wishes;
};
BOOST_DESCRIBE_STRUCT(PostWishes, (), (program_id, revision, wishes))

/// How many learners have wished, of how many: nothing about whom for.
struct WishCount {
  std::int64_t learners = 0, wished = 0;
  WishWindow window = WishWindow::early;
  DateRange wish_days;
};
BOOST_DESCRIBE_STRUCT(WishCount, (), (learners, wished, window, wish_days))

struct PersonFound {
  PersonId person_id;
  std::string name, site;
};
BOOST_DESCRIBE_STRUCT(PersonFound, (), (person_id, name, site))
/// `pending`: everybody is being read, ask again.
struct PeopleFound {
  std::vector<PersonFound> people;
  bool pending = false;
};
BOOST_DESCRIBE_STRUCT(PeopleFound, (), (people, pending))
/// A part of a name, in the body: what is typed stands in no address.
struct FindPeople {
  ProgramId program_id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(FindPeople, (), (program_id, name))
struct PostNotWith {
  ProgramId program_id;
  PersonId person_id;
  bool stands = true;
};
BOOST_DESCRIBE_STRUCT(PostNotWith, (), (program_id, person_id, stands))

struct AskRole {
  Need need = Need::growth;
  Trouble trouble = Trouble::none;
  Help help = Help::questions;
};
BOOST_DESCRIBE_STRUCT(AskRole, (), (need, trouble, help))
struct ProgramOffering {
  ProgramId program_id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ProgramOffering, (), (program_id, name))
/// `why`: the end of a key, preferences.why.*.
struct RoleSuggested {
  std::string role, why;
  bool see_help = false;
  std::vector<ProgramOffering> programs;
};
BOOST_DESCRIBE_STRUCT(RoleSuggested, (), (role, why, see_help, programs))

constexpr std::size_t found_at_most = 20;

/// What the routes share.
struct Parts {
  db::Database& database;
  institutions::ViewerOf viewer_of;
  Facts facts;
  const Clock& clock;
  Random& random;
};

Result<MyPrograms> programs_of(db::ReadTransaction& read, const Viewer& viewer, const Clock& clock) {
  MyPrograms out;
  const auto places = TRY(educators::places_of(read, viewer));
  if (places.empty()) return out;
  const Date today = TRY(institutions::today_of(read, viewer.institution_id, clock));
  const PersonId me = places.front().person.id;
  const auto answered = TRY(educators::takes_part_in(read, viewer.institution_id, me));
  std::map<conflict::Role, bool> ready;
  std::vector<programs::ProgramNow> programs;
  for (const auto& place : places) programs.push_back(place.program);
  const auto calendars = TRY(programs::calendars_of(read, viewer.institution_id, programs));
  for (std::size_t at = 0; at < places.size(); ++at) {
    const auto& place = places[at];
    const auto& terms = place.program.charter.terms.program;
    MyProgram one{place.program.id,
                  terms.name,
                  std::string(conflict::name_of(terms.role)),
                  terms.term,
                  place.teaches,
                  place.learns,
                  {},
                  false,
                  0,
                  {},
                  {}};
    if (place.teaches) {
      if (const auto answer = answered.find(one.program_id); answer != answered.end()) one.answered = answer->second;
      auto passed = ready.find(terms.role);
      if (passed == ready.end())
        passed =
            ready
                .emplace(terms.role, TRY(educators::passed_on(read, viewer.institution_id, me, terms.role)).has_value())
                .first;
      one.ready = passed->second;
    }
    if (place.learns)
      if (const auto list = TRY(find_wishes(read, viewer.institution_id, one.program_id, place.person.id)))
        one.wishes = static_cast<std::int64_t>(list->wishes.size());
    one.wish_days = calendars[at][static_cast<std::size_t>(programs::Step::wishes)].on(terms.term.from);
    one.window = window_on(one.wish_days, today);
    out.programs.push_back(std::move(one));
  }
  return out;
}

Result<std::vector<Profile>> profiles_of(db::ReadTransaction& read, const Viewer& viewer, const educators::Place& place,
                                         const std::vector<PersonId>& people) {
  std::vector<Profile> profiles;
  for (auto& one : TRY(shown(read, viewer.institution_id, people))) {
    Profile profile{
        one.id, std::move(one.name), std::move(one.site), std::move(one.specialty), std::move(one.stage), false, {}, {},
        ""};
    if (auto stored = TRY(educators::find_answer(read, viewer.institution_id, place.program.id, one.id))) {
      profile.answered = true;
      profile.topics = std::move(stored->answer.topics), profile.ways = std::move(stored->answer.ways);
      profile.path = std::move(stored->answer.path);
    }
    profiles.push_back(std::move(profile));
  }
  return profiles;
}

Result<MyWishes> wishes_page(db::ReadTransaction& read, const Viewer& viewer, ProgramId id, const Parts& parts) {
  const auto place = TRY(learning_place(read, viewer, id));
  const auto& terms = place.program.charter.terms.program;
  MyWishes page;
  page.program_id = id, page.program = terms.name, page.role = std::string(conflict::name_of(terms.role));
  page.term = terms.term;
  page.wish_days = TRY(days_of_wishes(read, viewer.institution_id, place.program));
  page.window = window_on(page.wish_days, TRY(institutions::today_of(read, viewer.institution_id, parts.clock)));
  page.most = most_wishes;
  std::vector<PersonId> wished;
  if (auto list = TRY(find_wishes(read, viewer.institution_id, id, place.person.id))) {
    page.revision = list->revision;
    wished = std::move(list->wishes);
  }
  Offered offered{{}, wished};
  if (page.window == WishWindow::open)
    offered = TRY(parts.facts.shown_to(read, viewer.institution_id, place.program, place.person.id, wished));
  page.pending = offered.pending;
  page.profiles = TRY(profiles_of(read, viewer, place, offered.best));
  for (auto& one : TRY(shown(read, viewer.institution_id, wished))) {
    const bool possible = page.pending || std::ranges::find(offered.possible, one.id) != offered.possible.end();
    page.wishes.push_back({one.id, std::move(one.name), std::move(one.site), possible});
  }
  page.fewest = static_cast<std::int64_t>(fewest_of(offered.best.size()));
  return page;
}

Result<WishCount> count_of(db::ReadTransaction& read, const Viewer& viewer, ProgramId id, const Clock& clock) {
  const auto program = TRY(programs::find_for(read, viewer, id));
  if (!program) return err(fail(ErrorCode::not_found, "programs.unknown"));
  WishCount out;
  out.learners = TRY(educators::count_learners(read, viewer.institution_id, program->charter.terms.program));
  out.wished = TRY(count_wish_lists(read, viewer.institution_id, id));
  out.wish_days = TRY(days_of_wishes(read, viewer.institution_id, *program));
  out.window = window_on(out.wish_days, TRY(institutions::today_of(read, viewer.institution_id, clock)));
  return out;
}

Result<educators::Place> place_in(db::ReadTransaction& read, const Viewer& viewer, ProgramId id) {
  auto place = TRY(educators::place_of(read, viewer, id));
  if (!place) return err(fail(ErrorCode::not_found, "preferences.unknown"));
  return *std::move(place);
}

Result<PeopleFound> ruled_out(db::ReadTransaction& read, const Viewer& viewer, ProgramId id) {
  const auto place = TRY(place_in(read, viewer, id));
  PeopleFound out;
  const auto people = TRY(ruled_out_by(read, viewer.institution_id, id, place.person.id));
  for (auto& one : TRY(shown(read, viewer.institution_id, people)))
    out.people.push_back({one.id, std::move(one.name), std::move(one.site)});
  return out;
}

/// People of the program with this in their name, themselves left out.
Result<PeopleFound> found_by_name(db::ReadTransaction& read, const Viewer& viewer, const FindPeople& asked,
                                  const FoundByName& by_name) {
  const auto place = TRY(place_in(read, viewer, asked.program_id));
  PeopleFound out;
  const std::string wanted = text::search_key(asked.name);
  if (wanted.empty()) return out;
  auto found =
      TRY(by_name(read, viewer.institution_id, place.program.charter.terms.program, wanted, found_at_most + 1));
  out.pending = !found;
  if (!found) return out;
  std::erase(*found, place.person.id);
  if (found->size() > found_at_most) found->pop_back();
  for (auto& one : TRY(shown(read, viewer.institution_id, *found)))
    out.people.push_back({one.id, std::move(one.name), std::move(one.site)});
  return out;
}

Result<RoleSuggested> suggested(db::ReadTransaction& read, const Viewer& viewer, const AskRole& asked) {
  const auto needed = role_needed(asked.need, asked.trouble, asked.help);
  RoleSuggested out{std::string(conflict::name_of(needed.role)), std::string(needed.why), needed.see_help, {}};
  for (const auto& place : TRY(educators::places_of(read, viewer)))
    if (place.learns && place.program.charter.terms.program.role == needed.role)
      out.programs.push_back({place.program.id, place.program.charter.terms.program.name});
  return out;
}

void add_wishing(http::Router& router, const std::shared_ptr<const Parts>& parts) {
  router.route<Nothing, MyPrograms>(
      Method::get, "/api/v1/my_programs",
      {.id = "list_my_programs", .summary = "The programs that ask the viewer something, and what they answered."},
      [parts](const Request& request, const Nothing&) -> Result<MyPrograms> {
        const auto viewer = TRY(parts->viewer_of(request));
        return parts->database.read([&](db::ReadTransaction& read) { return programs_of(read, viewer, parts->clock); });
      });
  router.route<WishesIn, MyWishes>(
      Method::get, "/api/v1/programs/{program_id}/wishes",
      {.id = "get_wishes", .summary = "A learner's own wishes, and whom they may wish for."},
      [parts](const Request& request, const WishesIn& asked) -> Result<MyWishes> {
        const auto viewer = TRY(parts->viewer_of(request));
        return parts->database.read(
            [&](db::ReadTransaction& read) { return wishes_page(read, viewer, asked.program_id, *parts); });
      });
  router.route<PostWishes, MyWishes>(
      Method::post, "/api/v1/programs/{program_id}/wishes",
      {.id = "save_wishes", .summary = "A learner names three to five people, the first choice first."},
      [parts](const Request& request, const PostWishes& asked) -> Result<MyWishes> {
        const auto viewer = TRY(parts->viewer_of(request));
        TRY(wish(parts->database, viewer, {asked.program_id, asked.revision, asked.wishes}, parts->facts.offered_to,
                 parts->clock, parts->random));
        return parts->database.read(
            [&](db::ReadTransaction& read) { return wishes_page(read, viewer, asked.program_id, *parts); });
      });
  router.route<WishesIn, WishCount>(
      Method::get, "/api/v1/programs/{program_id}/wish_count",
      {.id = "count_wishes", .summary = "How many learners have wished, for those who run the program."},
      [parts](const Request& request, const WishesIn& asked) -> Result<WishCount> {
        const auto viewer = TRY(parts->viewer_of(request));
        return parts->database.read(
            [&](db::ReadTransaction& read) { return count_of(read, viewer, asked.program_id, parts->clock); });
      });
  router.route<AskRole, RoleSuggested>(
      Method::post, "/api/v1/role_suggestion",
      {.id = "suggest_role", .summary = "Which kind of person somebody needs, from three answers that are not kept."},
      [parts](const Request& request, const AskRole& asked) -> Result<RoleSuggested> {
        const auto viewer = TRY(parts->viewer_of(request));
        return parts->database.read([&](db::ReadTransaction& read) { return suggested(read, viewer, asked); });
      });
}

void add_ruling_out(http::Router& router, const std::shared_ptr<const Parts>& parts) {
  router.route<WishesIn, PeopleFound>(
      Method::get, "/api/v1/programs/{program_id}/not_with",
      {.id = "list_not_with", .summary = "With whom the viewer does not want to be matched; theirs alone to see."},
      [parts](const Request& request, const WishesIn& asked) -> Result<PeopleFound> {
        const auto viewer = TRY(parts->viewer_of(request));
        return parts->database.read(
            [&](db::ReadTransaction& read) { return ruled_out(read, viewer, asked.program_id); });
      });
  router.route<PostNotWith, PeopleFound>(
      Method::post, "/api/v1/programs/{program_id}/not_with",
      {.id = "say_not_with", .summary = "Not this person, without a reason; or takes it back."},
      [parts](const Request& request, const PostNotWith& asked) -> Result<PeopleFound> {
        const auto viewer = TRY(parts->viewer_of(request));
        TRY(rule_out(parts->database, viewer, asked.program_id, asked.person_id, asked.stands));
        return parts->database.read(
            [&](db::ReadTransaction& read) { return ruled_out(read, viewer, asked.program_id); });
      });
  router.route<FindPeople, PeopleFound>(
      Method::post, "/api/v1/programs/{program_id}/people_found",
      {.id = "find_people_of_program", .summary = "People of a program of one's own, by a part of their name."},
      [parts](const Request& request, const FindPeople& asked) -> Result<PeopleFound> {
        const auto viewer = TRY(parts->viewer_of(request));
        return parts->database.read(
            [&](db::ReadTransaction& read) { return found_by_name(read, viewer, asked, parts->facts.found_by_name); });
      });
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, const institutions::ViewerOf& viewer_of,
                const Facts& facts, const Clock& clock, Random& random) {
  const auto parts = std::make_shared<const Parts>(Parts{database, viewer_of, facts, clock, random});
  add_wishing(router, parts);
  add_ruling_out(router, parts);
}

}  // namespace chiron::preferences
