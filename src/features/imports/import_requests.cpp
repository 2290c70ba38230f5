// One short write for each decision, before the long change that it allows.
#include "features/imports/import_requests.h"

#include <array>

#include <fmt/format.h>

#include "features/imports/imports_sql.h"

namespace chiron::imports {
namespace {

using institutions::Viewer;

constexpr std::array<std::string_view, 5> states{"waiting", "approved", "refused", "withdrawn", "lapsed"};
std::string_view name_of(RequestState state) { return states[static_cast<std::size_t>(state)]; }

Request request_of(const db::Row& row) {
  Request request;
  request.id = row.get<PreviewId>(0);
  request.kind = row.get<std::string_view>(1) == "undo" ? RequestKind::undo : RequestKind::accept;
  const auto state = row.get<std::string_view>(2);
  for (std::size_t i = 0; i < states.size(); ++i)
    if (states[i] == state) request.state = static_cast<RequestState>(i);
  request.import = row.get<std::optional<ImportId>>(3);
  request.files = row.get<std::string>(4);
  request.duties_lost = row.get<std::int64_t>(5);
  request.requested_by = row.get<audit::AnyId>(6);
  request.requested_at = row.get<Instant>(7);
  request.decided_by = row.get<std::optional<audit::AnyId>>(8);
  request.decided_at = row.get<std::optional<Instant>>(9);
  return request;
}

/// An entry about a request.
Result<> note(db::WriteTransaction& write, const Viewer& viewer, std::string type, PreviewId id, std::string payload,
              Instant now, const audit::Salt& salt) {
  TRY(audit::append(write, viewer.institution_id, now,
                    {std::move(type), audit::actor_of(viewer), audit::AnyId(id.bytes()), std::move(payload)}, salt));
  return {};
}

struct Asked {
  PreviewId id;
  RequestKind kind;
  std::optional<ImportId> import;
  std::string files;
  std::int64_t duties_lost = 0;
};

Result<Outcome> ask(const Desk& desk, const Viewer& viewer, const Asked& asked) {
  const auto who = audit::actor_of(viewer);
  const Instant now = desk.clock.now();
  const auto salt = audit::draw_salt(desk.random);
  const std::string kind = asked.kind == RequestKind::undo ? "undo" : "accept";
  TRY(desk.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    TRY(write.execute(sql::insert_request, viewer.institution_id, asked.id, kind, asked.import, asked.files,
                      asked.duties_lost, *who, now));
    return note(write, viewer, "import.requested", asked.id,
                fmt::format(R"({{"kind":"{}","duties_lost":{}}})", kind, asked.duties_lost), now, salt);
  }));
  Outcome outcome;
  outcome.waiting = asked.id;
  return outcome;
}

/// The first decision about a waiting request is the one that counts.
Result<> decide(const Desk& desk, const Viewer& viewer, PreviewId id, RequestState to) {
  const Instant now = desk.clock.now();
  const auto salt = audit::draw_salt(desk.random);
  return desk.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    if (TRY(write.execute(sql::decide_request, viewer.institution_id, id, name_of(to), *audit::actor_of(viewer),
                          now)) == 0)
      return err(fail(ErrorCode::conflict, "imports.request_decided"));
    return note(write, viewer, fmt::format("import.request_{}", name_of(to)), id, "{}", now, salt);
  });
}

/// Not there and not theirs answer alike.
Result<Request> request_for(const Desk& desk, const Viewer& viewer, PreviewId id) {
  const auto unknown = fail(ErrorCode::not_found, "imports.request_unknown");
  if (!may_approve(viewer) || !audit::actor_of(viewer)) return err(unknown);
  auto found = TRY(desk.database.read([&](db::ReadTransaction& read) {
    return read.query(sql::find_request, viewer.institution_id, id).first(request_of);
  }));
  if (!found) return err(unknown);
  if (found->state != RequestState::waiting) return err(fail(ErrorCode::conflict, "imports.request_decided"));
  return *std::move(found);
}

/// Makes the change that was looked at; the caller holds the turn.
Result<Import> make(const Desk& desk, const Viewer& viewer, const Kept& kept, const Review& review) {
  const auto import = TRY(accept(desk.database, viewer, *review.preview, desk.clock, desk.random));
  const Instant now = desk.clock.now();
  TRY(desk.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    TRY(remember_names(write, kept.institution, kept.names, now));
    return remember_columns(write, kept.institution, kept.columns, now);
  }));
  desk.room.remove(kept);
  return import;
}

Result<Review> acceptable(const Desk& desk, Kept& kept) {
  auto reviewed = TRY(review(desk.database, desk.room, kept, desk.limits));
  if (!reviewed.preview) return err(refuse("imports.roster_has_errors").with("count", std::to_string(reviewed.errors)));
  if (!reviewed.says_something) return err(refuse("imports.nothing"));
  return reviewed;
}

/// Whoever approves stands behind the change, be they a lead who may import nothing of their own.
Viewer on_behalf_of(Viewer viewer) {
  viewer.kind = institutions::ViewerKind::job;
  return viewer;
}

/// Does what was approved; the request lapses when it cannot be done any more.
template <class Do>
Result<Outcome> done_or_lapsed(const Desk& desk, InstitutionId institution, PreviewId id, Do act) {
  Result<Outcome> outcome = act();
  (void)desk.database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    if (!outcome) TRY(write.execute(sql::lapse_request, institution, id));
    else if (outcome->import) TRY(write.execute(sql::request_made, institution, id, outcome->import->id));
    return {};
  });
  return outcome;
}

}  // namespace

Result<std::vector<Request>> requests(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::list_requests, institution).all(request_of);
}

Result<std::int64_t> count_to_decide(db::ReadTransaction& read, const Viewer& viewer) {
  const auto self = audit::actor_of(viewer);
  if (!self || !may_approve(viewer)) return 0;
  return read.query(sql::count_waiting_requests, viewer.institution_id, *self).one([](const db::Row& row) {
    return row.get<std::int64_t>(0);
  });
}

Result<Outcome> accept(const Desk& desk, const Viewer& viewer, PreviewId id,
                       const std::optional<std::string>& fingerprint) {
  TRY(check_imports(viewer));
  const std::lock_guard turn(desk.importing);
  Kept kept = TRY(desk.room.find(viewer, id));
  if (kept.waiting) return err(fail(ErrorCode::conflict, "imports.waits"));
  if (fingerprint && *fingerprint != kept.fingerprint) return err(fail(ErrorCode::conflict, "imports.reading_changed"));
  const Review reviewed = TRY(acceptable(desk, kept));
  if (reviewed.duties_lost > 0) {
    kept.waiting = true;
    TRY(desk.room.keep(kept));
    return ask(desk, viewer,
               {id,
                RequestKind::accept,
                {},
                fmt::format("{}", fmt::join(reviewed.preview->files, "\n")),
                reviewed.duties_lost});
  }
  Outcome outcome;
  outcome.import = TRY(make(desk, viewer, kept, reviewed));
  return outcome;
}

Result<Outcome> undo(const Desk& desk, const Viewer& viewer, ImportId import) {
  TRY(check_imports(viewer));
  const std::lock_guard turn(desk.importing);
  std::string files;
  const auto lost = TRY(desk.database.read([&](db::ReadTransaction& read) -> Result<std::int64_t> {
    for (const Import& each : TRY(list(read, viewer.institution_id)))
      if (each.id == import && !each.undone_at) files = each.files;
    std::vector<duties::DutyId> standing;
    for (const auto& duty : TRY(duties::duties_of_change(read, viewer.institution_id, import)))
      if (!duty.replaced) standing.push_back(duty.id);
    return count_protected(read, viewer.institution_id, standing);
  }));
  if (lost > 0 && !files.empty() && audit::actor_of(viewer))
    return ask(desk, viewer, {desk.room.draw(), RequestKind::undo, import, files, lost});
  Outcome outcome;
  outcome.undone = TRY(undo(desk.database, viewer, import, desk.clock, desk.random));
  return outcome;
}

Result<Outcome> approve(const Desk& desk, const Viewer& viewer, PreviewId id) {
  const Request request = TRY(request_for(desk, viewer, id));
  if (request.requested_by == *audit::actor_of(viewer)) return err(fail(ErrorCode::forbidden, "imports.second_person"));
  const std::lock_guard turn(desk.importing);
  if (request.kind == RequestKind::undo) {
    TRY(decide(desk, viewer, id, RequestState::approved));
    return done_or_lapsed(desk, viewer.institution_id, id, [&]() -> Result<Outcome> {
      Outcome outcome;
      outcome.undone = TRY(undo(desk.database, on_behalf_of(viewer), *request.import, desk.clock, desk.random));
      return outcome;
    });
  }
  Kept kept = TRY(desk.room.find_waiting(viewer.institution_id, id));
  const Review reviewed = TRY(acceptable(desk, kept));
  TRY(decide(desk, viewer, id, RequestState::approved));
  return done_or_lapsed(desk, viewer.institution_id, id, [&]() -> Result<Outcome> {
    Outcome outcome;
    outcome.import = TRY(make(desk, on_behalf_of(viewer), kept, reviewed));
    return outcome;
  });
}

Result<> decline(const Desk& desk, const Viewer& viewer, PreviewId id) {
  const Request request = TRY(request_for(desk, viewer, id));
  const bool own = request.requested_by == *audit::actor_of(viewer);
  TRY(decide(desk, viewer, id, own ? RequestState::withdrawn : RequestState::refused));
  if (const auto kept = desk.room.find_waiting(viewer.institution_id, id)) desk.room.remove(*kept);
  return {};
}

}  // namespace chiron::imports
