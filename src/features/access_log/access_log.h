// Who looked at what about whom: what an office reads of people is noted before it is shown, for those people to see.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "features/access_log/access_log_sql.h"
#include "features/audit/audit.h"
#include "features/institutions/viewer.h"
#include "platform/db/database.h"

namespace chiron::access_log {

/// What can be looked at. A case is about a person, a report about everybody; the others are lists of a program.
enum class Record : std::uint8_t { case_, cases, proposals, pairs, waiting_list, pairs_from_before, answers, report };
/// "case", "cases" …, as in the table `looks`.
std::string_view name_of(Record record);

/// A record and whom it is about: a person, a program's people or an institution's (`AnyId(program.bytes())`).
struct Seen {
  Record record = Record::case_;
  audit::AnyId subject;

  template <class Tag>
  Seen(Record seen, Id<Tag> about) : record(seen), subject(about.bytes()) {}
};

/// What notes that somebody looked; handed to the routes that show records.
struct Noting {
  db::Database& database;
  const Clock& clock;
  Random& random;

  /// Notes, and writes into the audit log, that somebody who is signed in looked at a record, once a day; call it
  /// before the record is shown, and not for those whom it is about. What is not noted must not be shown: pass its
  /// error on.
  Result<> seen(const institutions::Viewer& viewer, Seen seen) const;
};

/// One line of who looked. `by`: a name, or the address of whoever is nobody in the roster.
struct Look {
  Date day;
  Record record = Record::case_;
  std::string by;
  audit::AnyId subject;
};
/// How far back people see it. The audit log keeps it longer.
inline constexpr int days_shown = 365;

/// Who looked at what about a person, or at lists of these programs, newest first, at most `limit`. The caller says
/// which are the person's own.
Result<std::vector<Look>> looks_at(db::ReadTransaction& read, InstitutionId institution,
                                   const std::vector<audit::AnyId>& subjects, Date today, int limit);

}  // namespace chiron::access_log
