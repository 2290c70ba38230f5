// What the people of the demo have answered to its program, so that no page of it is empty.
#pragma once

#include <string>

#include "features/programs/program_now_store.h"
#include "platform/db/database.h"

namespace chiron::app {

/// Starts the program, leaves its wishes open for another two weeks, and stores answers: of most educators, as the
/// roster describes them; wishes and vetoes as the demo's files state them. Left out are the first learner of the
/// program and the first educator: whoever signs in as one of them is asked. In short writes.
Result<> answer_for_the_demo(db::Database& database, InstitutionId institution, programs::ProgramId program,
                             const std::string& files, const Clock& clock, Random& random);

}  // namespace chiron::app
