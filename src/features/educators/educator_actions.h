// An educator answers, and answers the questions on the role.
#pragma once

#include "base/random.h"
#include "features/educators/educator_store.h"
#include "features/educators/participant.h"
#include "features/educators/readiness.h"
#include "platform/db/database.h"

namespace chiron::educators {

/// What somebody sends of their answer; `read_at` is the revision it was made from, 0 when there was none.
struct NewAnswer {
  programs::ProgramId program;
  std::int64_t read_at = 0;
  Answer answer;
};

/// Keeps the viewer's own answer. Errors: "educators.unknown" (not_found: no such program runs, or it is not theirs to
/// take part in), those of checked(), "educators.changed_meanwhile" (conflict). What was kept already from that
/// revision is kept: a request may come twice.
Result<> answer(db::Database& database, const institutions::Viewer& viewer, const NewAnswer& asked, const Clock& clock,
                Random& random);

/// Marks the viewer's answers to the questions on the program's role; all right is kept. Errors: "educators.unknown",
/// "educators.check_incomplete".
Result<std::vector<Marked>> take_check(db::Database& database, const institutions::Viewer& viewer,
                                       programs::ProgramId program, const std::vector<Chosen>& chosen,
                                       const Clock& clock, Random& random);

/// The viewer's place as an educator of a program. Errors: "educators.unknown" (not_found).
Result<Place> teaching_place(db::ReadTransaction& read, const institutions::Viewer& viewer,
                             programs::ProgramId program);

}  // namespace chiron::educators
