// Parse, call, render.
#include "features/relationships/relationship_routes.h"

#include <algorithm>
#include <tuple>

#include "base/kept.h"
#include "features/access_log/access_log.h"
#include "features/educators/educator_store.h"
#include "features/people/change_store.h"
#include "features/programs/program_access.h"
#include "features/relationships/known_pairs.h"
#include "features/relationships/offer_actions.h"
#include "platform/json/json.h"

namespace chiron::relationships {
namespace {

/// A party's answer to an offer.
struct AnswerOffer {
  RelationshipId relationship_id;
  Answer answer = Answer::accepted;
};
BOOST_DESCRIBE_STRUCT(AnswerOffer, (), (relationship_id, answer))

struct OfRelationship {
  RelationshipId relationship_id;
};
BOOST_DESCRIBE_STRUCT(OfRelationship, (), (relationship_id))

/// Relationships of a program after an id, in the order of ids.
struct ListRelationships {
  programs::ProgramId program_id;
  std::optional<RelationshipId> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListRelationships, (), (program_id, after, limit))

/// One line of the coordinator's list: that they are paired and how it stands, nothing else. `unchecked`: something
/// about them changed and is being judged.
struct RelationshipLine {
  RelationshipId id;
  std::string learner, educator;
  std::string state;
  bool unchecked = false;
  std::optional<Date> answer_by;
  std::optional<std::string> ending;
};
BOOST_DESCRIBE_STRUCT(RelationshipLine, (), (id, learner, educator, state, unchecked, answer_by, ending))
/// `open`: how many of all pages are not closed; `more`: there is a page after this one.
struct RelationshipLines {
  std::int64_t open = 0;
  std::vector<RelationshipLine> relationships;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(RelationshipLines, (), (open, relationships, more))

struct PairsOfProgram {
  programs::ProgramId program_id;
};
BOOST_DESCRIBE_STRUCT(PairsOfProgram, (), (program_id))

/// A pair that the institution has from before. `days` are its list's; `rule` is what blocks it, or is disclosed, and
/// on which days of the program.
struct KnownPairLine {
  PersonId learner_id, educator_id;
  std::string learner, educator;
  DateRange days;
  std::string standing, verdict;
  std::optional<std::string> rule;
  std::optional<DateRange> rule_days;
};
BOOST_DESCRIBE_STRUCT(KnownPairLine, (),
                      (learner_id, educator_id, learner, educator, days, standing, verdict, rule, rule_days))
/// `free` can be taken over now; `left_out`: more than a page shows. `pending`: something has changed and the pairs are
/// being judged, ask again; `count` is right, the others are those of before.
struct KnownPairLines {
  std::int64_t count = 0, free = 0, runs = 0, left_out = 0;
  std::vector<KnownPairLine> pairs;
  bool pending = false;
};
BOOST_DESCRIBE_STRUCT(KnownPairLines, (), (count, free, runs, left_out, pairs, pending))
struct TakenOver {
  std::int64_t taken = 0;
};
BOOST_DESCRIBE_STRUCT(TakenOver, (), (taken))

constexpr int rows_at_most = 200;
constexpr std::int64_t judged_for_a_page = 1'000;

KnownPairLines shown(const std::vector<KnownPair>& pairs) {
  KnownPairLines out;
  out.count = std::ssize(pairs);
  const auto add = [&](const KnownPair& pair) {
    if (std::ssize(out.pairs) == rows_at_most) return void(++out.left_out);
    KnownPairLine line{pair.learner,
                       pair.educator,
                       pair.learner_name,
                       pair.educator_name,
                       pair.days,
                       std::string(name_of(pair.standing)),
                       std::string(conflict::name_of(pair.verdict)),
                       {},
                       {}};
    if (pair.rule) line.rule = std::string(conflict::rules()[*pair.rule].id), line.rule_days = pair.rule_days;
    out.pairs.push_back(std::move(line));
  };
  // What needs somebody's eyes comes first.
  for (const bool settled : {false, true})
    for (const KnownPair& pair : pairs) {
      const bool fine = pair.standing == KnownStanding::free || pair.standing == KnownStanding::runs;
      if (fine == settled) add(pair);
    }
  out.free = std::ranges::count(pairs, KnownStanding::free, &KnownPair::standing);
  out.runs = std::ranges::count(pairs, KnownStanding::runs, &KnownPair::standing);
  return out;
}

RelationshipLine shown(const ProgramLine& line) {
  RelationshipLine out{line.id,
                       line.learner,
                       line.educator,
                       std::string(name_of(line.state)),
                       line.standing == Standing::unchecked,
                       {},
                       {}};
  if (line.answer_by) out.answer_by = *line.answer_by - 1;
  if (line.ending) out.ending = std::string(name_of(*line.ending));
  return out;
}

/// What the standing of a program's known pairs follows from, counted: changes of facts, the charter, the day, open
/// relationships, answers, the pairs themselves.
using KnownMark = std::tuple<std::int64_t, std::int64_t, Date, std::int64_t, std::int64_t, std::int64_t, std::int64_t>;
using KnownPages = Kept<programs::ProgramId, KnownMark, KnownPairLines>;

Result<KnownMark> mark_of(db::ReadTransaction& read, InstitutionId institution, const programs::ProgramNow& program) {
  const auto answers = TRY(educators::count_answers(read, institution, program.id));
  return KnownMark{TRY(people::newest_change(read, institution)),
                   program.charter.number,
                   TRY(day_of(read, institution)).value_or(Date{}),
                   TRY(count_open(read, institution, program.id)),
                   answers.yes,
                   answers.seats,
                   TRY(count_known(read, institution, program.charter.terms.program.role))};
}

/// Judged for whoever asks; in a large institution, where that takes minutes, beside the page, which shows the newest
/// that is ready. It decides nothing: taking over judges again.
Result<KnownPairLines> known_page(db::Database& database, db::ReadTransaction& read, const institutions::Viewer& viewer,
                                  programs::ProgramId id, KnownPages& pages) {
  const auto program = TRY(programs::find_for(read, viewer, id));
  if (!program) return err(fail(ErrorCode::not_found, "programs.unknown"));
  const auto mark = TRY(mark_of(read, viewer.institution_id, *program));
  const std::int64_t count = std::get<6>(mark);
  if (count <= judged_for_a_page) return shown(TRY(known_pairs_for(read, viewer, id)));
  const auto found = pages.newest(id, mark, [&database, viewer, id](const std::stop_token& stop) {
    return database.read([&](db::ReadTransaction& later) -> Result<KnownPages::Made> {
      const auto now = TRY(programs::find_for(later, viewer, id));
      if (!now) return err(fail(ErrorCode::not_found, "programs.unknown"));
      return KnownPages::Made{
          TRY(mark_of(later, viewer.institution_id, *now)),
          std::make_shared<const KnownPairLines>(shown(TRY(known_pairs_for(later, viewer, id, stop))))};
    });
  });
  KnownPairLines page = found.value ? *found.value : KnownPairLines{};
  if (!found.value) page.count = count;
  page.pending = !found.is_newest;
  return page;
}

Result<RelationshipLines> page_of(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                  const ListRelationships& asked) {
  const int limit = std::clamp(asked.limit.value_or(rows_at_most), 1, rows_at_most);
  RelationshipLines out;
  int relationships = 0;
  std::optional<RelationshipId> last;
  for (const auto& line :
       TRY(lines_of_program(read, viewer, asked.program_id, asked.after.value_or(RelationshipId{}), limit + 1))) {
    // A group has several lines; the first relationship too many only says that there is more.
    if (last != line.id) ++relationships, last = line.id;
    if (relationships > limit) out.more = true;
    else out.relationships.push_back(shown(line));
  }
  out.open = TRY(count_open(read, viewer.institution_id, asked.program_id));
  return out;
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, const Clock& clock,
                Random& random) {
  const access_log::Noting log{database, clock, random};
  const auto pages = std::make_shared<KnownPages>(16);
  router.route<AnswerOffer, http::Nothing>(
      http::Method::post, "/api/v1/relationships/{relationship_id}/answer",
      {.id = "answer_offer", .summary = "A party accepts or declines an offer."},
      [=, &database, &clock, &random](const http::Request& request, const AnswerOffer& body) -> Result<> {
        return answer_offer(database, TRY(viewer_of(request)), body.relationship_id, body.answer, clock, random);
      });
  router.route<OfRelationship, http::Nothing>(
      http::Method::post, "/api/v1/relationships/{relationship_id}/end",
      {.id = "end_relationship", .summary = "A party leaves, without a reason and without blame."},
      [=, &database, &clock, &random](const http::Request& request, const OfRelationship& body) -> Result<> {
        return end(database, TRY(viewer_of(request)), body.relationship_id, clock, random);
      });
  router.route<OfRelationship, http::Nothing>(
      http::Method::post, "/api/v1/relationships/{relationship_id}/rematch",
      {.id = "ask_for_rematch", .summary = "A learner, or who runs the program, asks for somebody else."},
      [=, &database, &clock, &random](const http::Request& request, const OfRelationship& body) -> Result<> {
        return ask_for_rematch(database, TRY(viewer_of(request)), body.relationship_id, clock, random);
      });
  router.route<PairsOfProgram, KnownPairLines>(
      http::Method::get, "/api/v1/programs/{program_id}/known_pairs",
      {.id = "list_known_pairs", .summary = "Pairs from before, with what the program's rules say of them."},
      [=, &database](const http::Request& request, const PairsOfProgram& asked) -> Result<KnownPairLines> {
        const auto viewer = TRY(viewer_of(request));
        auto out = TRY(database.read([&](db::ReadTransaction& read) -> Result<KnownPairLines> {
          return known_page(database, read, viewer, asked.program_id, *pages);
        }));
        TRY(log.seen(viewer, {access_log::Record::pairs_from_before, asked.program_id}));
        return out;
      });
  router.route<PairsOfProgram, TakenOver>(
      http::Method::post, "/api/v1/programs/{program_id}/known_pairs/take_over",
      {.id = "take_over_known_pairs", .summary = "Takes over the pairs from before that no rule blocks."},
      [=, &database, &clock, &random](const http::Request& request, const PairsOfProgram& asked) -> Result<TakenOver> {
        return TakenOver{TRY(take_over(database, TRY(viewer_of(request)), asked.program_id, clock, random))};
      });
  router.route<ListRelationships, RelationshipLines>(
      http::Method::get, "/api/v1/programs/{program_id}/relationships",
      {.id = "list_relationships", .summary = "The relationships of a program: who is paired, and how it stands."},
      [=, &database](const http::Request& request, const ListRelationships& asked) -> Result<RelationshipLines> {
        const auto viewer = TRY(viewer_of(request));
        auto lines = TRY(database.read([&](db::ReadTransaction& read) { return page_of(read, viewer, asked); }));
        TRY(log.seen(viewer, {access_log::Record::pairs, asked.program_id}));
        return lines;
      });
}

}  // namespace chiron::relationships
