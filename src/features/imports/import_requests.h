// Accepting and undoing as people do in the browser: what takes duties away from people in open relationships waits
// until somebody else approves it. Both are in the audit log.
#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "features/audit/actor.h"
#include "features/imports/import_access.h"
#include "features/imports/review.h"

namespace chiron::imports {

enum class RequestKind : std::uint8_t { accept, undo };
BOOST_DESCRIBE_ENUM(RequestKind, accept, undo)
enum class RequestState : std::uint8_t {
  waiting,
  approved,
  refused,
  withdrawn,  ///< by who asked
  lapsed,     ///< approved, but facts had changed
};
BOOST_DESCRIBE_ENUM(RequestState, waiting, approved, refused, withdrawn, lapsed)

struct Request {
  PreviewId id;
  RequestKind kind = RequestKind::accept;
  RequestState state = RequestState::waiting;
  std::optional<ImportId> import;  ///< what is to be undone, or what the approval made
  std::string files;               ///< names, separated by line breaks
  std::int64_t duties_lost = 0;
  audit::AnyId requested_by;
  Instant requested_at;
  std::optional<audit::AnyId> decided_by;
  std::optional<Instant> decided_at;
};

/// Newest first.
Result<std::vector<Request>> requests(db::ReadTransaction& read, InstitutionId institution);

/// How many wait for the viewer to decide: none for whoever may not, and none of what they asked for themselves.
Result<std::int64_t> count_to_decide(db::ReadTransaction& read, const institutions::Viewer& viewer);

/// What these actions need beside the viewer.
struct Desk {
  db::Database& database;
  UploadRoom& room;
  std::mutex& importing;  ///< held while facts change: one import after the other
  csv::Limits limits;
  const Clock& clock;
  Random& random;
};

/// What became of a yes: an import, an undo, or a request that waits.
struct Outcome {
  std::optional<Import> import;
  std::optional<Undone> undone;
  std::optional<PreviewId> waiting;
};

/// Accepts a preview as it was looked at: with a fingerprint, as the one who accepts saw it. Errors:
/// "imports.preview_unknown" (not_found), "imports.changed_since", "imports.reading_changed" and "imports.file_changed"
/// (conflict), "imports.roster_has_errors", "imports.nothing", "imports.not_yours" (forbidden).
Result<Outcome> accept(const Desk& desk, const institutions::Viewer& viewer, PreviewId id,
                       const std::optional<std::string>& fingerprint = {});
/// Undoes an import, or asks for it. Errors: those of undo().
Result<Outcome> undo(const Desk& desk, const institutions::Viewer& viewer, ImportId import);
/// Approves what another asked for, and does it. Errors: "imports.request_unknown" (not_found),
/// "imports.second_person" (forbidden: one's own), "imports.request_decided" (conflict), those of accepting.
Result<Outcome> approve(const Desk& desk, const institutions::Viewer& viewer, PreviewId id);
/// Refuses what another asked for, or withdraws what one asked for oneself.
Result<> decline(const Desk& desk, const institutions::Viewer& viewer, PreviewId id);

}  // namespace chiron::imports
