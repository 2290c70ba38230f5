// Parse, call, render.
#include "features/relationships/relationship_routes.h"

#include <algorithm>

#include "features/access_log/access_log.h"
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
struct RelationshipLines {
  std::vector<RelationshipLine> relationships;
};
BOOST_DESCRIBE_STRUCT(RelationshipLines, (), (relationships))

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
/// `free` can be taken over now; `left_out`: more than a page shows.
struct KnownPairLines {
  std::int64_t count = 0, free = 0, runs = 0, left_out = 0;
  std::vector<KnownPairLine> pairs;
};
BOOST_DESCRIBE_STRUCT(KnownPairLines, (), (count, free, runs, left_out, pairs))
struct TakenOver {
  std::int64_t taken = 0;
};
BOOST_DESCRIBE_STRUCT(TakenOver, (), (taken))

constexpr int rows_at_most = 200;

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
                       line.answer_by,
                       {}};
  if (line.ending) out.ending = std::string(name_of(*line.ending));
  return out;
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, const Clock& clock,
                Random& random) {
  const access_log::Noting log{database, clock, random};
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
          return shown(TRY(known_pairs_for(read, viewer, asked.program_id)));
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
        const int limit = std::clamp(asked.limit.value_or(rows_at_most), 1, rows_at_most);
        auto lines = TRY(database.read([&](db::ReadTransaction& read) -> Result<RelationshipLines> {
          RelationshipLines out;
          for (const auto& line :
               TRY(lines_of_program(read, viewer, asked.program_id, asked.after.value_or(RelationshipId{}), limit)))
            out.relationships.push_back(shown(line));
          return out;
        }));
        TRY(log.seen(viewer, {access_log::Record::pairs, asked.program_id}));
        return lines;
      });
}

}  // namespace chiron::relationships
