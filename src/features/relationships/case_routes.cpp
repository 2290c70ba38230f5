// Parse, call, render.
#include "features/relationships/case_routes.h"

#include "features/relationships/case_actions.h"
#include "platform/json/json.h"

namespace chiron::relationships {
namespace {

struct OfCase {
  CaseId case_id;
};
BOOST_DESCRIBE_STRUCT(OfCase, (), (case_id))

/// A way out, chosen by somebody who read the case at `revision`; a waiver says why.
struct DecideCase {
  CaseId case_id;
  Way way = Way::rematch;
  std::int64_t revision = 1;
  std::optional<conflicts::WaiverReason> reason;
};
BOOST_DESCRIBE_STRUCT(DecideCase, (), (case_id, way, revision, reason))

/// The learner consents, somebody independent approves, the learner or the program's office takes it back.
struct AnswerWaiver {
  CaseId case_id;
  conflicts::WaiverId waiver_id;
  WaiverAnswer answer = WaiverAnswer::withdraw;
};
BOOST_DESCRIBE_STRUCT(AnswerWaiver, (), (case_id, waiver_id, answer))

/// What is not so, in 1 to 1,000 characters.
struct ContestCase {
  CaseId case_id;
  std::string statement;
};
BOOST_DESCRIBE_STRUCT(ContestCase, (), (case_id, statement))
struct ContestMade {
  ContestId id;
};
BOOST_DESCRIBE_STRUCT(ContestMade, (), (id))

/// What is said to it: that the fact was corrected, or why it stands.
struct AnswerContest {
  CaseId case_id;
  ContestId contest_id;
  ContestAnswer answer = ContestAnswer::fact_stands;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(AnswerContest, (), (case_id, contest_id, answer, reason))

}  // namespace

void add_case_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, const Clock& clock,
                     Random& random) {
  router.route<OfCase, http::Nothing>(
      http::Method::post, "/api/v1/cases/{case_id}/told",
      {.id = "note_told", .summary = "The learner has read a case, or a coordinator has told them of it."},
      [=, &database, &clock, &random](const http::Request& request, const OfCase& body) -> Result<> {
        return note_told(database, TRY(viewer_of(request)), body.case_id, clock, random);
      });
  router.route<DecideCase, http::Nothing>(
      http::Method::post, "/api/v1/cases/{case_id}/decision",
      {.id = "decide_case", .summary = "A party or a coordinator chooses a way out of a case."},
      [=, &database, &clock, &random](const http::Request& request, const DecideCase& body) -> Result<> {
        return decide(database, TRY(viewer_of(request)), body.case_id, {body.way, body.revision, body.reason}, clock,
                      random);
      });
  router.route<AnswerWaiver, http::Nothing>(
      http::Method::post, "/api/v1/cases/{case_id}/waivers/{waiver_id}/answer",
      {.id = "answer_waiver", .summary = "The learner consents to a waiver, or somebody independent approves it."},
      [=, &database, &clock, &random](const http::Request& request, const AnswerWaiver& body) -> Result<> {
        return answer_waiver(database, TRY(viewer_of(request)), body.case_id, body.waiver_id, body.answer, clock,
                             random);
      });
  router.route<ContestCase, ContestMade>(
      http::Method::post, "/api/v1/cases/{case_id}/contests",
      {.id = "contest_case", .summary = "A party says that the fact behind a case is not so.", .success = 201},
      [=, &database, &clock, &random](const http::Request& request, const ContestCase& body) -> Result<ContestMade> {
        return ContestMade{
            TRY(contest(database, TRY(viewer_of(request)), body.case_id, body.statement, clock, random))};
      });
  router.route<AnswerContest, http::Nothing>(
      http::Method::post, "/api/v1/cases/{case_id}/contests/{contest_id}/answer",
      {.id = "answer_contest", .summary = "A coordinator who is no party answers what was contested."},
      [=, &database, &clock, &random](const http::Request& request, const AnswerContest& body) -> Result<> {
        return answer_contest(database, TRY(viewer_of(request)), body.case_id, body.contest_id,
                              {body.answer, body.reason.value_or("")}, clock, random);
      });
}

}  // namespace chiron::relationships
