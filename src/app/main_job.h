// The main job on an institution's facts: audit the pairs it has, say who could be matched at all, match, and look
// ahead. Run as a job; its effect is the stored reports.
#pragma once

#include <string>

#include <boost/describe.hpp>

#include "base/clock.h"
#include "features/duties/roster_files.h"
#include "features/reports/report_store.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

namespace chiron::app {

/// What the job is told; its payload as JSON. Facts come from the database. Pairs, wishes and vetoes are
/// read from the institution's files.
struct MainJob {
  std::string directory;  ///< of the files, named as the demo names them
  DateRange audit_term;
  Date today;  ///< the day on which the reports are made, and from which they look ahead
};
BOOST_DESCRIBE_STRUCT(MainJob, (), (directory, audit_term, today))

inline constexpr const char* main_job_kind = "main_job";

/// The files of a directory as the demo names them; those that are absent are left out.
duties::RosterFiles files_in(const std::string& directory);

/// What is said of pairs that there are: the audit, the page for the accreditor, the conflicts ahead of `today`.
Result<std::vector<reports::Finished>> reports_on_pairs(const duties::Roster& roster, std::string_view institution,
                                                        DateRange term, Date today);

/// The handler to register with a jobs::Runner. `database` and `clock` must outlive it.
jobs::Handler main_job_handler(db::Database& database, const Clock& clock);

}  // namespace chiron::app
