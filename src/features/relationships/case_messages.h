// Telling people of a case: the learner first. The message to the others does not exist before the learner's has been
// handed on, and the database refuses to note them told before (docs/foundations.md 8).
#pragma once

#include <functional>
#include <vector>

#include "features/relationships/case.h"
#include "features/relationships/relationship_actions.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"
#include "platform/text/sentence.h"

namespace chiron::relationships {

inline constexpr const char* case_message_kind = "relationships.case_message";

/// A message as whoever delivers it gets it. The same `key` may come twice: the receiver makes one of it.
struct Message {
  InstitutionId institution;
  std::string key;
  std::vector<PersonId> to;
  text::Sentence sentence;  ///< names the kind of tie and the day, never the record behind it
};
using Deliver = std::function<Result<>(const Message&)>;

/// Posts the learners' messages in the transaction that opens the cases.
Result<> post_first_messages(db::WriteTransaction& write, const At& at, const std::vector<Case>& opened);

/// The learner knows: notes it, and posts the message to the educator. Without effect when it is noted already.
Result<> learner_knows(db::WriteTransaction& write, const At& at, CaseId id);

/// Hands each message on; noting that the learner was told and posting the message to the educator are one effect. A
/// case that closed meanwhile is told to nobody. The arguments must outlive the handler.
jobs::Handler case_message_handler(db::Database& database, const Clock& clock, Random& random, Deliver deliver);

}  // namespace chiron::relationships
