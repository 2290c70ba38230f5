// Parse, call, render.
#include "features/relationships/relationship_routes.h"

#include <algorithm>

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

constexpr int rows_at_most = 200;

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
  router.route<ListRelationships, RelationshipLines>(
      http::Method::get, "/api/v1/programs/{program_id}/relationships",
      {.id = "list_relationships", .summary = "The relationships of a program: who is paired, and how it stands."},
      [=, &database](const http::Request& request, const ListRelationships& asked) -> Result<RelationshipLines> {
        const auto viewer = TRY(viewer_of(request));
        const int limit = std::clamp(asked.limit.value_or(rows_at_most), 1, rows_at_most);
        return database.read([&](db::ReadTransaction& read) -> Result<RelationshipLines> {
          RelationshipLines out;
          for (const auto& line :
               TRY(lines_of_program(read, viewer, asked.program_id, asked.after.value_or(RelationshipId{}), limit)))
            out.relationships.push_back(shown(line));
          return out;
        });
      });
}

}  // namespace chiron::relationships
