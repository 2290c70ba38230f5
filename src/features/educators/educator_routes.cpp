// Parse, call, render.
#include "features/educators/educator_routes.h"

#include <algorithm>
#include <tuple>

#include "base/kept.h"
#include "features/access_log/access_log.h"
#include "features/educators/educator_actions.h"
#include "features/institutions/today.h"
#include "features/people/change_store.h"
#include "features/people/people_store.h"
#include "features/programs/program_access.h"
#include "platform/json/json.h"

namespace chiron::educators {
namespace {

using http::Method;
using http::Request;
using institutions::Viewer;

struct TakingPartIn {
  programs::ProgramId program_id;
};
BOOST_DESCRIBE_STRUCT(TakingPartIn, (), (program_id))

/// One's answer as it is sent; `revision` is the one it was made from, 0 when there was none.
struct PostTakingPart {
  programs::ProgramId program_id;
  std::int64_t revision = 0;
  bool takes_part = false;
  std::int64_t capacity = 0;
  std::optional<std::int64_t> hours_per_month;
  std::string released_by;
  std::vector<Topic> topics;
  std::vector<WorkingWay> ways;
  std::string path;
  bool declared = false;
};
BOOST_DESCRIBE_STRUCT(PostTakingPart, (),
                      (program_id, revision, takes_part, capacity, hours_per_month, released_by, topics, ways, path,
                       declared))

/// A duty of one's own that keeps learners away.
struct OwnDutyShown {
  std::string kind, towards;
  DateRange days;
};
BOOST_DESCRIBE_STRUCT(OwnDutyShown, (), (kind, towards, days))
/// Its words: rule.<rule>.title and .why.
struct InTheWayShown {
  std::string rule;
  std::int64_t learners = 0;
  std::vector<OwnDutyShown> duties;
};
BOOST_DESCRIBE_STRUCT(InTheWayShown, (), (rule, learners, duties))

/// An educator's own page of a program. `revision` 0: not answered yet; the other fields then stand as suggested.
/// `near_peer`: a learner of a later stage. `pending`: what is in the way is being worked out, ask again.
struct TakingPart {
  programs::ProgramId program_id;
  std::string program, role;
  DateRange term;
  bool near_peer = false;
  std::int64_t revision = 0;
  bool takes_part = true;
  std::int64_t capacity = 0, capacity_cap = 0;
  std::optional<std::int64_t> hours_per_month;
  std::string released_by;
  std::vector<Topic> topics;
  std::vector<WorkingWay> ways;
  std::string path;
  std::optional<Date> declared_on;
  std::vector<InTheWayShown> in_the_way;
  std::vector<std::string> questions;
  std::optional<Date> passed_on;
  std::int64_t longest_path = static_cast<std::int64_t>(educators::longest_path);
  bool needs_check = false, needs_declaration = false, pending = false;
};
BOOST_DESCRIBE_STRUCT(TakingPart, (),
                      (program_id, program, role, term, near_peer, revision, takes_part, capacity, capacity_cap,
                       hours_per_month, released_by, topics, ways, path, declared_on, in_the_way, questions, passed_on,
                       longest_path, needs_check, needs_declaration, pending))

struct QuestionAnswered {
  std::string question;
  std::int32_t option = 0;
};
BOOST_DESCRIBE_STRUCT(QuestionAnswered, (), (question, option))
struct PostReadiness {
  programs::ProgramId program_id;
  std::vector<QuestionAnswered> answers;
};
BOOST_DESCRIBE_STRUCT(PostReadiness, (), (program_id, answers))
struct QuestionMarked {
  std::string question;
  bool right = false;
};
BOOST_DESCRIBE_STRUCT(QuestionMarked, (), (question, right))
struct ReadinessMarked {
  bool passed = false;
  std::vector<QuestionMarked> marked;
};
BOOST_DESCRIBE_STRUCT(ReadinessMarked, (), (passed, marked))

/// Educators of a program who answered, after one of them.
struct ListEducators {
  programs::ProgramId program_id;
  std::optional<PersonId> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListEducators, (), (program_id, after, limit))

/// What one educator answered, as far as the program office plans with it.
struct EducatorLine {
  PersonId person_id;
  std::string name, site;
  bool takes_part = false;
  std::int64_t capacity = 0;
  std::optional<std::int64_t> hours_per_month;
  std::string released_by;
  bool declared = false, ready = false;
};
BOOST_DESCRIBE_STRUCT(EducatorLine, (),
                      (person_id, name, site, takes_part, capacity, hours_per_month, released_by, declared, ready))
/// Who answered what, by name. Numbers are of all pages, told with the first; `silent`: educators of the roster who
/// have not answered; `more`: there is a page after this one. `pending`: those who are silent are being counted, ask
/// again.
struct EducatorLines {
  std::int64_t yes = 0, no = 0, silent = 0, seats = 0, learners = 0;
  std::vector<EducatorLine> educators;
  bool more = false, pending = false;
};
BOOST_DESCRIBE_STRUCT(EducatorLines, (), (yes, no, silent, seats, learners, educators, more, pending))

constexpr int lines_at_most = 200;

/// Who is silent follows from the newest change of facts, who said yes and who said no, and the program's first day.
using SilentMark = std::tuple<std::int64_t, std::int64_t, std::int64_t, Date>;
using SilentKept = Kept<programs::ProgramId, SilentMark, std::int64_t>;

/// Counted for whoever asks; in a large institution beside the page, which shows the newest that is ready.
Result<SilentKept::Found> silent_shown(db::Database& database, db::ReadTransaction& read, InstitutionId institution,
                                       programs::ProgramId program, Date day, const AnswersCounted& answers,
                                       SilentKept& kept) {
  if (!TRY(people::is_large(read, institution)))
    return SilentKept::Found{std::make_shared<const std::int64_t>(TRY(count_silent(read, institution, program, day))),
                             true};
  const auto mark_of = [institution, day](db::ReadTransaction& now,
                                          const AnswersCounted& counted) -> Result<SilentMark> {
    return SilentMark{TRY(people::newest_change(now, institution)), counted.yes, counted.no, day};
  };
  return kept.newest(program, TRY(mark_of(read, answers)),
                     [&database, institution, program, day, mark_of](const std::stop_token&) {
                       return database.read([&](db::ReadTransaction& later) -> Result<SilentKept::Made> {
                         const auto counted = TRY(count_answers(later, institution, program));
                         return SilentKept::Made{
                             TRY(mark_of(later, counted)),
                             std::make_shared<const std::int64_t>(TRY(count_silent(later, institution, program, day)))};
                       });
                     });
}

Result<TakingPart> page_of(db::ReadTransaction& read, const Viewer& viewer, programs::ProgramId id,
                           const InTheWayOf& in_the_way) {
  const Place place = TRY(teaching_place(read, viewer, id));
  const auto& terms = place.program.charter.terms.program;
  TakingPart page;
  page.program_id = id;
  page.program = terms.name, page.role = std::string(conflict::name_of(terms.role)), page.term = terms.term;
  page.near_peer = !people::can_teach(place.person.kind);
  page.capacity_cap = terms.capacity_cap;
  page.capacity =
      std::clamp<std::int64_t>(place.person.capacity.value_or(terms.default_capacity), 1, terms.capacity_cap);
  if (const auto stored = TRY(find_answer(read, viewer.institution_id, id, place.person.id))) {
    const Answer& answer = stored->answer;
    page.revision = stored->revision;
    page.takes_part = answer.takes_part;
    if (answer.takes_part) page.capacity = answer.capacity;
    page.hours_per_month = answer.hours_per_month, page.released_by = answer.released_by;
    page.topics = answer.topics, page.ways = answer.ways, page.path = answer.path;
    page.declared_on = stored->declared_on;
  }
  const auto ways = TRY(in_the_way(read, viewer.institution_id, place.program, place.person.id));
  page.pending = !ways;
  for (const auto& one : ways.value_or(std::vector<InTheWay>())) {
    InTheWayShown shown{std::string(conflict::rules()[one.rule].id), one.learners, {}};
    for (const auto& duty : one.duties)
      shown.duties.push_back({std::string(conflict::name_of(duty.kind)), duty.towards, duty.days});
    page.in_the_way.push_back(std::move(shown));
  }
  for (const Question& question : questions_of(terms.role)) page.questions.emplace_back(question.id);
  page.passed_on = TRY(passed_on(read, viewer.institution_id, place.person.id, terms.role));
  page.needs_check = terms.require.training_required;
  page.needs_declaration = terms.require.declaration_required;
  return page;
}

Result<EducatorLines> lines_of(db::Database& database, db::ReadTransaction& read, const Viewer& viewer,
                               const ListEducators& asked, SilentKept& kept) {
  const InstitutionId institution = viewer.institution_id;
  const auto program = TRY(programs::find_for(read, viewer, asked.program_id));
  if (!program) return err(fail(ErrorCode::not_found, "programs.unknown"));
  const auto& terms = program->charter.terms.program;
  EducatorLines out;
  if (!asked.after) {
    const auto counted = TRY(count_answers(read, institution, asked.program_id));
    out.yes = counted.yes, out.no = counted.no, out.seats = counted.seats;
    const auto silent =
        TRY(silent_shown(database, read, institution, asked.program_id, terms.term.from, counted, kept));
    out.silent = silent.value ? *silent.value : 0, out.pending = !silent.is_newest;
    out.learners = TRY(count_learners(read, institution, terms));
  }
  const int limit = std::clamp(asked.limit.value_or(lines_at_most), 1, lines_at_most);
  auto lines = TRY(answers_page(read, institution, asked.program_id, terms.role, asked.after, limit + 1));
  out.more = lines.size() > static_cast<std::size_t>(limit);
  if (out.more) lines.pop_back();
  for (auto& one : lines) {
    const Answer& answer = one.answer;
    out.educators.push_back({one.person, std::move(one.name), std::move(one.site), answer.takes_part, answer.capacity,
                             answer.hours_per_month, answer.released_by, answer.declared, one.passed_on.has_value()});
  }
  return out;
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, InTheWayOf in_the_way,
                const Clock& clock, Random& random) {
  const access_log::Noting log{database, clock, random};
  const auto kept = std::make_shared<SilentKept>(100);
  router.route<TakingPartIn, TakingPart>(
      Method::get, "/api/v1/programs/{program_id}/taking_part",
      {.id = "get_taking_part", .summary = "An educator's own answer to a program, and what stands in their way."},
      [=, &database](const Request& request, const TakingPartIn& asked) -> Result<TakingPart> {
        const auto viewer = TRY(viewer_of(request));
        return database.read(
            [&](db::ReadTransaction& read) { return page_of(read, viewer, asked.program_id, in_the_way); });
      });
  router.route<PostTakingPart, TakingPart>(
      Method::post, "/api/v1/programs/{program_id}/taking_part",
      {.id = "answer_taking_part", .summary = "An educator says whether they take part, with how many learners."},
      [=, &database, &clock, &random](const Request& request, const PostTakingPart& asked) -> Result<TakingPart> {
        const auto viewer = TRY(viewer_of(request));
        const Answer said{asked.takes_part, asked.capacity, asked.hours_per_month, asked.released_by, asked.topics,
                          asked.ways,       asked.path,     asked.declared};
        TRY(answer(database, viewer, {asked.program_id, asked.revision, said}, clock, random));
        return database.read(
            [&](db::ReadTransaction& read) { return page_of(read, viewer, asked.program_id, in_the_way); });
      });
  router.route<PostReadiness, ReadinessMarked>(
      Method::post, "/api/v1/programs/{program_id}/readiness",
      {.id = "take_readiness_check", .summary = "Marks five answers to questions on the program's role."},
      [=, &database, &clock, &random](const Request& request, const PostReadiness& asked) -> Result<ReadinessMarked> {
        const auto viewer = TRY(viewer_of(request));
        std::vector<Chosen> chosen;
        for (const auto& one : asked.answers) chosen.push_back({one.question, one.option});
        ReadinessMarked out{true, {}};
        for (const auto& one : TRY(take_check(database, viewer, asked.program_id, chosen, clock, random))) {
          out.passed = out.passed && one.right;
          out.marked.push_back({std::string(one.question), one.right});
        }
        return out;
      });
  router.route<ListEducators, EducatorLines>(
      Method::get, "/api/v1/programs/{program_id}/educators",
      {.id = "list_educators", .summary = "Which educators said yes and no to a program, for those who run it."},
      [=, &database](const Request& request, const ListEducators& asked) -> Result<EducatorLines> {
        const auto viewer = TRY(viewer_of(request));
        auto lines = TRY(
            database.read([&](db::ReadTransaction& read) { return lines_of(database, read, viewer, asked, *kept); }));
        TRY(log.seen(viewer, {access_log::Record::answers, asked.program_id}));
        return lines;
      });
}

}  // namespace chiron::educators
