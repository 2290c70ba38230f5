// How rows of the table jobs become jobs; for jobs.cpp and runner.cpp.
#pragma once

#include "platform/db/row.h"
#include "platform/jobs/jobs.h"

namespace chiron::jobs {

Job job_of(const db::Row& row);

}  // namespace chiron::jobs
