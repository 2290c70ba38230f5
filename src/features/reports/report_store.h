// Finished reports in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "features/institutions/viewer.h"
#include "features/reports/reports_sql.h"
#include "platform/db/transaction.h"
#include "platform/report/document.h"

namespace chiron::reports {

/// A report in a list. `title` and `standing` are sentences as JSON (platform/report/document_json.h).
struct Entry {
  std::string name;
  Instant made_at;
  std::string title;
  std::string standing;
  std::string program;  ///< the program's name; "" when the report is about no one program
  std::string next;     ///< what it asks of its reader; "null" when nothing
};

/// A report that is ready to be stored.
struct Finished {
  std::string name;
  report::Document document;
  /// What it asks of its reader, said on the home page; empty when nothing.
  text::Sentence next = {};
  /// Name of the program it is about; "" when it is about no one program.
  std::string program = {};
};

/// Stores a report under its name, in place of an older one of the name. Errors: "reports.name".
Result<> save(db::WriteTransaction& write, InstitutionId institution, Instant made_at, const Finished& report);

/// Which of their institution's reports somebody may see. Reports name people, except the accreditor's.
enum class Access : std::uint8_t {
  closed,          ///< none
  without_people,  ///< the accreditor's
  open,            ///< all
};
/// Whether a report names anybody: all but the page for the accreditor.
bool names_people(std::string_view name);
/// Coordinators of the institution see all, and so does the machine's operator; leaders what names nobody. Others see
/// none: a coordinator of one program too, since a report may be about several.
Access access_of(const institutions::Viewer& viewer);

/// The document as JSON, if the viewer's institution has one of that name and the viewer may see it. Absent and not
/// theirs look alike.
Result<std::optional<std::string>> document_for(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                                Access access, std::string_view name);

/// Those the viewer may see, in the order in which they were made.
Result<std::vector<Entry>> list_for(db::ReadTransaction& read, const institutions::Viewer& viewer, Access access);

}  // namespace chiron::reports
