// Parse, call, render. File names travel in bodies: no name of a person ends up in an address.
#include "features/imports/import_routes.h"

#include <algorithm>
#include <unordered_map>

#include "features/institutions/today.h"
#include "features/people/display_name.h"
#include "features/people/people_store.h"

namespace chiron::imports {
namespace {

using http::Method;
using http::Nothing;
using institutions::Viewer;
using HttpRequest = http::Request;

// --- files ---

struct AnnounceFile {
  FileKind kind = FileKind::people;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(AnnounceFile, (), (kind, name))
struct FileAnnounced {
  UploadId file;
};
BOOST_DESCRIBE_STRUCT(FileAnnounced, (), (file))
struct FileBytes {
  UploadId file;
};
BOOST_DESCRIBE_STRUCT(FileBytes, (), (file))

// --- previews ---

/// What to make a preview of; `dates` is "dmy" or "mdy" where days are written ambiguously, `encoding` "latin-1".
struct MakePreview {
  std::vector<UploadId> files;
  bool complete = false;
  std::optional<std::string> dates;
  std::optional<std::string> encoding;
};
BOOST_DESCRIBE_STRUCT(MakePreview, (), (files, complete, dates, encoding))
struct OnePreview {
  PreviewId preview;
};
BOOST_DESCRIBE_STRUCT(OnePreview, (), (preview))
/// Who the written names are: a person's id, or "nobody".
struct ChooseNames {
  PreviewId preview;
  std::map<std::string, std::string> names;
};
BOOST_DESCRIBE_STRUCT(ChooseNames, (), (preview, names))

/// What headings mean: for the kinds of files and the headings named, in place of what was chosen before.
struct ChooseColumns {
  PreviewId preview;
  std::vector<ColumnChoice> columns;
};
BOOST_DESCRIBE_STRUCT(ChooseColumns, (), (preview, columns))
/// `fingerprint`: of the preview as it was seen; another one is refused.
struct AcceptPreview {
  PreviewId preview;
  std::optional<std::string> fingerprint;
};
BOOST_DESCRIBE_STRUCT(AcceptPreview, (), (preview, fingerprint))

/// Something to mend or to know: error.<key> with the detail, at a row of a file.
struct ImportProblem {
  std::string severity;
  std::string file;
  std::int64_t row = 0;
  std::string column;
  std::string key;
  std::map<std::string, std::string> detail;
};
BOOST_DESCRIBE_STRUCT(ImportProblem, (), (severity, file, row, column, key, detail))
struct NameCandidate {
  std::string person;
  std::string name;
  std::int32_t likeness = 0;
};
BOOST_DESCRIBE_STRUCT(NameCandidate, (), (person, name, likeness))
/// A written name that means nobody for certain.
struct OpenName {
  std::string written;
  std::int64_t times = 0;
  std::string file;
  std::int64_t row = 0;
  std::vector<NameCandidate> candidates;
};
BOOST_DESCRIBE_STRUCT(OpenName, (), (written, times, file, row, candidates))
/// How many, and the first of them by name.
struct People {
  static constexpr std::string_view json_name = "PeopleCounted";
  std::int64_t count = 0;
  std::vector<std::string> first;
};
BOOST_DESCRIBE_STRUCT(People, (), (count, first))
/// A duty in words: who, what, toward whom or which group, when.
struct DutyLine {
  std::string holder;
  std::string duty;
  std::string target;
  DateRange days;
};
BOOST_DESCRIBE_STRUCT(DutyLine, (), (holder, duty, target, days))
struct DutyLines {
  std::int64_t count = 0;
  std::vector<DutyLine> first;
};
BOOST_DESCRIBE_STRUCT(DutyLines, (), (count, first))
struct PauseLine {
  Date from;
  std::int64_t pairs = 0;
};
BOOST_DESCRIBE_STRUCT(PauseLine, (), (from, pairs))
/// One column of a file. `use` is used, ignored or dropped; `meaning` what it is read as, "" where it is not; `reason`
/// why not. `told`: "" as recognized, "chosen" in this preview, "remembered" from an earlier import. `samples` are two
/// of its values, none where it is dropped. `fixed`: it carries identity, and nobody may choose otherwise.
struct ImportColumn {
  std::string heading;
  std::string use;
  std::string meaning;
  std::string reason;
  std::string told;
  std::vector<std::string> samples;
  bool fixed = false;
};
BOOST_DESCRIBE_STRUCT(ImportColumn, (), (heading, use, meaning, reason, told, samples, fixed))
/// A file's columns, and what a heading of it may mean.
struct ColumnsOfFile {
  std::string file;
  FileKind kind = FileKind::people;
  std::vector<std::string> meanings;
  std::vector<ImportColumn> columns;
};
BOOST_DESCRIBE_STRUCT(ColumnsOfFile, (), (file, kind, meanings, columns))

struct ImportPreview {
  PreviewId id;
  std::string fingerprint;
  Instant expires_at;
  bool complete = false;
  bool acceptable = false;  ///< no errors, and something changes
  std::vector<Upload> files;
  std::int64_t errors = 0;
  std::vector<ImportProblem> problems;
  std::int64_t problems_left_out = 0;
  std::vector<ColumnsOfFile> columns;
  std::vector<OpenName> names;
  People people_added;
  People people_changed;
  People people_left;
  DutyLines duties_added;
  DutyLines duties_ended;
  std::int64_t unchanged = 0;
  std::int64_t recusals = 0;
  std::int64_t coverage = 0;
  std::int64_t pairs = 0;
  std::vector<PauseLine> pauses;
  std::int64_t duties_lost = 0;
};
BOOST_DESCRIBE_STRUCT(ImportPreview, (),
                      (id, fingerprint, expires_at, complete, acceptable, files, errors, problems, problems_left_out,
                       columns, names, people_added, people_changed, people_left, duties_added, duties_ended, unchanged,
                       recusals, coverage, pairs, pauses, duties_lost))

// --- imports ---

struct ImportEntry {
  ImportId id;
  Instant accepted_at;
  std::optional<Instant> undone_at;
  std::vector<std::string> files;
  std::int64_t people_added = 0;
  std::int64_t people_changed = 0;
  std::int64_t people_left = 0;
  std::int64_t duties_added = 0;
  std::int64_t duties_ended = 0;
};
BOOST_DESCRIBE_STRUCT(ImportEntry, (),
                      (id, accepted_at, undone_at, files, people_added, people_changed, people_left, duties_added,
                       duties_ended))
struct RequestEntry {
  PreviewId id;
  RequestKind kind = RequestKind::accept;
  RequestState state = RequestState::waiting;
  std::vector<std::string> files;
  std::int64_t duties_lost = 0;
  std::optional<std::string> requested_by;  ///< none where the account belongs to nobody in the roster
  Instant requested_at;
  bool own = false;
};
BOOST_DESCRIBE_STRUCT(RequestEntry, (), (id, kind, state, files, duties_lost, requested_by, requested_at, own))
struct Imports {
  std::vector<ImportEntry> imports;
  std::vector<RequestEntry> requests;
  std::vector<ColumnChoice> columns;  ///< remembered; only for who may import
  bool may_import = false;
};
BOOST_DESCRIBE_STRUCT(Imports, (), (imports, requests, columns, may_import))
struct OneColumn {
  FileKind kind = FileKind::people;
  std::string heading;
};
BOOST_DESCRIBE_STRUCT(OneColumn, (), (kind, heading))
struct OneImport {
  ImportId import_id;
};
BOOST_DESCRIBE_STRUCT(OneImport, (), (import_id))
struct OneRequest {
  PreviewId request;
};
BOOST_DESCRIBE_STRUCT(OneRequest, (), (request))
/// What became of it: an import, something undone, or a request that waits for somebody else.
struct ImportOutcome {
  std::optional<ImportId> import_id;
  std::optional<PreviewId> waiting;
  std::optional<std::int64_t> people_taken_back;
  std::optional<std::int64_t> duties_taken_back;
  std::vector<std::string> people_kept;
};
BOOST_DESCRIBE_STRUCT(ImportOutcome, (), (import_id, waiting, people_taken_back, duties_taken_back, people_kept))

constexpr std::size_t shown_at_most = 20, problems_shown = 200;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from <= text.size() && !text.empty();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

ImportProblem problem_of(const people::Problem& problem) {
  ImportProblem shown{std::string(people::name_of(problem.severity)),
                      problem.file,
                      static_cast<std::int64_t>(problem.row),
                      problem.column,
                      problem.error.key,
                      {}};
  for (const auto& detail : problem.with_place().detail) shown.detail[detail.name] = detail.value;
  return shown;
}

std::string name_in(const duties::Roster& roster, std::string_view id) {
  const auto at = roster.find(id);
  return at ? people::display_name(roster.people[*at]) : std::string(id);
}

/// Names of people whom files or database know.
class Who {
 public:
  explicit Who(const Review& review) : review_(review) {
    if (!review.preview) return;
    for (const auto& person : review.preview->held.people) held_.emplace(person.id, &person);
  }
  std::string operator()(std::string_view id) const {
    if (const auto at = review_.roster->find(id)) return people::display_name(review_.roster->people[*at]);
    const auto found = held_.find(id);
    return found == held_.end() ? std::string(id) : people::display_name(*found->second);
  }

 private:
  const Review& review_;
  std::unordered_map<std::string_view, const people::Person*> held_;
};

DutyLine line_of(const duties::Duty& duty, const Who& who) {
  const bool person = duty.target.kind == duties::TargetKind::person;
  return {who(duty.person), std::string(conflict::name_of(duty.kind)),
          person ? who(duty.target.id) : std::string(duty.target.id), duty.days};
}

template <class List, class NameOf>
People first_of(const List& list, NameOf name_of) {
  People people{static_cast<std::int64_t>(list.size()), {}};
  for (std::size_t i = 0; i < list.size() && i < shown_at_most; ++i) people.first.push_back(name_of(list[i]));
  return people;
}

template <class DutyOf>
DutyLines duties_of(const std::vector<std::uint32_t>& list, const Who& who, DutyOf duty_of) {
  DutyLines lines{static_cast<std::int64_t>(list.size()), {}};
  for (std::size_t i = 0; i < list.size() && i < shown_at_most; ++i)
    lines.first.push_back(line_of(duty_of(list[i]), who));
  return lines;
}

void take_difference(ImportPreview& shown, const Review& review) {
  const auto& difference = review.preview->difference;
  const auto& said = *review.roster;
  const auto& held = review.preview->held;
  const Who who(review);
  shown.people_added =
      first_of(difference.people_added, [&](std::uint32_t i) { return people::display_name(said.people[i]); });
  shown.people_changed = first_of(difference.people_changed,
                                  [&](const Change& change) { return people::display_name(said.people[change.said]); });
  shown.people_left =
      first_of(difference.people_left, [&](std::uint32_t i) { return people::display_name(held.people[i]); });
  shown.duties_added = duties_of(difference.duties_added, who, [&](std::uint32_t i) { return said.duties[i]; });
  shown.duties_ended = duties_of(difference.duties_ended, who, [&](std::uint32_t i) { return held.duties[i]; });
  shown.acceptable = review.says_something;
}

ImportColumn column_of(const FileReview::Column& column) {
  const people::ColumnUse& use = column.use;
  ImportColumn shown;
  shown.heading = use.heading;
  shown.use = use.use == people::Use::used ? "used" : use.use == people::Use::dropped ? "dropped" : "ignored";
  shown.meaning = use.name;
  shown.reason = use.reason;
  if (use.told_by_mapping) shown.told = column.remembered ? "remembered" : "chosen";
  shown.samples = column.samples;
  shown.fixed = use.reason == "identity" || use.reason == "blank_heading";
  return shown;
}

ColumnsOfFile columns_of(const Upload& upload, const FileReview& file) {
  ColumnsOfFile shown{upload.name, upload.kind, {}, {}};
  for (const std::string_view meaning : duties::meanings_of(name_of(upload.kind))) shown.meanings.emplace_back(meaning);
  for (const auto& column : file.columns) shown.columns.push_back(column_of(column));
  return shown;
}

ImportPreview shown_of(const Kept& kept, const Review& review) {
  ImportPreview shown;
  shown.id = kept.id;
  shown.fingerprint = kept.fingerprint;
  shown.expires_at = kept.expires_at;
  shown.complete = kept.complete;
  shown.files = kept.files;
  shown.errors = static_cast<std::int64_t>(review.errors);
  for (std::size_t i = 0; i < review.problems.size() && i < problems_shown; ++i)
    shown.problems.push_back(problem_of(review.problems[i]));
  shown.problems_left_out =
      static_cast<std::int64_t>(review.problems.size() - shown.problems.size() + review.roster->problems.left_out());
  for (const FileReview& file : review.columns) shown.columns.push_back(columns_of(kept.files[file.file], file));
  for (std::size_t i = 0; i < review.roster->unresolved.size() && i < problems_shown; ++i) {
    const auto& open = review.roster->unresolved[i];
    OpenName name{std::string(open.name), static_cast<std::int64_t>(open.times), "", 0, {}};
    if (!open.places.empty()) {
      name.row = open.places.front().row;
      name.file = review.file_names[open.places.front().file];
    }
    for (const auto& candidate : open.candidates)
      name.candidates.push_back(
          {std::string(candidate.person), name_in(*review.roster, candidate.person), candidate.likeness});
    shown.names.push_back(std::move(name));
  }
  shown.unchanged = review.unchanged;
  shown.recusals = static_cast<std::int64_t>(review.roster->recusals.size());
  shown.coverage = static_cast<std::int64_t>(review.roster->coverage.size());
  shown.pairs = static_cast<std::int64_t>(review.roster->pairs.size());
  for (const PausesOfDay& day : review.pauses) shown.pauses.push_back({day.from, static_cast<std::int64_t>(day.count)});
  shown.duties_lost = review.duties_lost;
  if (review.preview) take_difference(shown, review);
  return shown;
}

ImportOutcome outcome_of(const Outcome& outcome) {
  ImportOutcome shown;
  if (outcome.import) shown.import_id = outcome.import->id;
  shown.waiting = outcome.waiting;
  if (outcome.undone) {
    shown.people_taken_back = outcome.undone->people_taken_back;
    shown.duties_taken_back = outcome.undone->duties_taken_back + outcome.undone->duties_restored;
    shown.people_kept = outcome.undone->people_kept;
  }
  return shown;
}

/// The counter and who stands before it.
class AtCounter {
 public:
  AtCounter(const Counter& counter, Viewer viewer) : counter_(counter), viewer_(std::move(viewer)) {}
  const Viewer& viewer() const { return viewer_; }
  const Desk& desk() const { return counter_.desk; }

  /// Reads, compares and keeps; what a person sees.
  Result<ImportPreview> look(Kept& kept) const {
    const Review reviewed = TRY(review(desk().database, desk().room, kept, desk().limits));
    TRY(desk().room.keep(kept));
    return shown_of(kept, reviewed);
  }
  Result<Date> today() const {
    return desk().database.read(
        [&](db::ReadTransaction& read) { return institutions::today_of(read, viewer_.institution_id, desk().clock); });
  }

 private:
  const Counter& counter_;
  Viewer viewer_;
};

using Shared = std::shared_ptr<const Counter>;

/// Who may import, and nobody else; what has expired goes first.
Result<AtCounter> importer(const Counter& counter, const HttpRequest& request) {
  Viewer viewer = TRY(counter.viewer_of(request));
  TRY(check_imports(viewer));
  return AtCounter(counter, std::move(viewer));
}

Result<ImportPreview> make_preview(const AtCounter& at, const MakePreview& asked) {
  if (asked.files.size() > files_of_one_preview) return err(fail(ErrorCode::limit, "imports.too_many_files"));
  const auto one_of = [](const std::optional<std::string>& value, std::initializer_list<std::string_view> words) {
    return !value || std::find(words.begin(), words.end(), *value) != words.end();
  };
  if (!one_of(asked.dates, {"dmy", "mdy"}) || !one_of(asked.encoding, {"utf-8", "latin-1"}))
    return err(refuse("imports.reading_option"));
  Kept kept;
  kept.id = at.desk().room.draw();
  kept.institution = at.viewer().institution_id;
  kept.owner = owner_of(at.viewer());
  kept.complete = asked.complete;
  kept.dates = asked.dates.value_or("");
  kept.encoding = asked.encoding.value_or("");
  kept.day = TRY(at.today());
  for (const UploadId file : asked.files) kept.files.push_back(TRY(at.desk().room.find(at.viewer(), file)));
  return at.look(kept);
}

Result<Imports> list_all(const Counter& counter, const Viewer& viewer) {
  if (!may_approve(viewer)) return err(fail(ErrorCode::forbidden, "imports.not_yours"));
  return counter.desk.database.read([&](db::ReadTransaction& read) -> Result<Imports> {
    Imports shown;
    shown.may_import = may_import(viewer);
    for (const Import& import : TRY(list(read, viewer.institution_id)))
      shown.imports.push_back({import.id, import.accepted_at, import.undone_at, lines_of(import.files),
                               import.people_added, import.people_changed, import.people_left, import.duties_added,
                               import.duties_ended});
    if (shown.may_import) shown.columns = TRY(known_columns(read, viewer.institution_id));
    const auto self = audit::actor_of(viewer);
    for (const Request& request : TRY(requests(read, viewer.institution_id))) {
      RequestEntry entry{request.id,          request.kind, request.state,        lines_of(request.files),
                         request.duties_lost, {},           request.requested_at, self == request.requested_by};
      entry.requested_by = TRY(people::name_of(read, viewer.institution_id, PersonId(request.requested_by.bytes())));
      shown.requests.push_back(std::move(entry));
    }
    return shown;
  });
}

void add_files(http::Router& router, const Shared& counter) {
  router.route<AnnounceFile, FileAnnounced>(
      Method::post, "/api/v1/import_files",
      {.id = "announce_import_file", .summary = "Says which file comes next, and what it holds.", .success = 201},
      [counter](const HttpRequest& request, const AnnounceFile& asked) -> Result<FileAnnounced> {
        const auto at = TRY(importer(*counter, request));
        at.desk().room.sweep();
        return FileAnnounced{TRY(at.desk().room.announce(at.viewer(), asked.kind, asked.name))};
      });
  router.route<FileBytes, Upload>(Method::put, "/api/v1/import_files/{file}",
                                  {.id = "put_import_file",
                                   .summary = "The bytes of an announced file.",
                                   .body_bytes_max = counter->desk.limits.bytes,
                                   .body = http::BodyTo::file},
                                  [counter](const HttpRequest& request, const FileBytes& asked) -> Result<Upload> {
                                    const auto at = TRY(importer(*counter, request));
                                    if (!request.body_file) return err(refuse("imports.file_empty").with("file", ""));
                                    return at.desk().room.fill(at.viewer(), asked.file, request.body_file->path());
                                  });
}

void add_previews(http::Router& router, const Shared& counter) {
  router.route<MakePreview, ImportPreview>(
      Method::post, "/api/v1/import_previews",
      {.id = "make_import_preview", .summary = "What importing these files would change.", .success = 201},
      [counter](const HttpRequest& request, const MakePreview& asked) -> Result<ImportPreview> {
        return make_preview(TRY(importer(*counter, request)), asked);
      });
  router.route<OnePreview, ImportPreview>(
      Method::get, "/api/v1/import_previews/{preview}",
      {.id = "get_import_preview", .summary = "A preview that one made, looked at again."},
      [counter](const HttpRequest& request, const OnePreview& asked) -> Result<ImportPreview> {
        const auto at = TRY(importer(*counter, request));
        Kept kept = TRY(at.desk().room.find(at.viewer(), asked.preview));
        return shown_of(kept, TRY(review(at.desk().database, at.desk().room, kept, at.desk().limits)));
      });
  router.route<ChooseNames, ImportPreview>(
      Method::post, "/api/v1/import_previews/{preview}/names",
      {.id = "choose_import_names", .summary = "Says whom written names mean; remembered once the import is accepted."},
      [counter](const HttpRequest& request, const ChooseNames& asked) -> Result<ImportPreview> {
        const auto at = TRY(importer(*counter, request));
        Kept kept = TRY(at.desk().room.find(at.viewer(), asked.preview));
        if (kept.waiting) return err(fail(ErrorCode::conflict, "imports.waits"));
        for (const auto& [written, person] : asked.names) {
          if (written.empty() || written.size() > 400 || person.empty() || person.size() > 200)
            return err(refuse("imports.written_name"));
          kept.names[written] = person;
        }
        kept.fingerprint.clear();
        return at.look(kept);
      });
  router.route<ChooseColumns, ImportPreview>(
      Method::post, "/api/v1/import_previews/{preview}/columns",
      {.id = "choose_import_columns", .summary = "Says what headings mean; remembered once the import is accepted."},
      [counter](const HttpRequest& request, const ChooseColumns& asked) -> Result<ImportPreview> {
        const auto at = TRY(importer(*counter, request));
        Kept kept = TRY(at.desk().room.find(at.viewer(), asked.preview));
        if (kept.waiting) return err(fail(ErrorCode::conflict, "imports.waits"));
        for (const ColumnChoice& choice : asked.columns) {
          TRY(check(choice));
          choose(kept.columns, choice);
        }
        if (kept.columns.size() > choices_at_most) return err(fail(ErrorCode::limit, "imports.too_many_columns"));
        kept.fingerprint.clear();
        return at.look(kept);
      });
  router.route<AcceptPreview, ImportOutcome>(
      Method::post, "/api/v1/import_previews/{preview}/accept",
      {.id = "accept_import_preview", .summary = "Makes the change that the preview shows, or asks for its approval."},
      [counter](const HttpRequest& request, const AcceptPreview& asked) -> Result<ImportOutcome> {
        const auto at = TRY(importer(*counter, request));
        return outcome_of(TRY(accept(at.desk(), at.viewer(), asked.preview, asked.fingerprint)));
      });
}

void add_imports(http::Router& router, const Shared& counter) {
  router.route<Nothing, Imports>(
      Method::get, "/api/v1/imports",
      {.id = "list_imports", .summary = "Imports and what waits for approval, the newest first."},
      [counter](const HttpRequest& request, const Nothing&) -> Result<Imports> {
        return list_all(*counter, TRY(counter->viewer_of(request)));
      });
  router.route<OneImport, ImportOutcome>(
      Method::post, "/api/v1/imports/{import_id}/undo",
      {.id = "undo_import", .summary = "Takes an import back, or asks for the approval of that."},
      [counter](const HttpRequest& request, const OneImport& asked) -> Result<ImportOutcome> {
        const auto at = TRY(importer(*counter, request));
        return outcome_of(TRY(undo(at.desk(), at.viewer(), asked.import_id)));
      });
  router.route<OneColumn, Nothing>(
      Method::post, "/api/v1/import_columns/forget",
      {.id = "forget_import_column", .summary = "Forgets what a heading was chosen to mean."},
      [counter](const HttpRequest& request, const OneColumn& asked) -> Result<> {
        const auto at = TRY(importer(*counter, request));
        return forget_column(at.desk().database, at.viewer(), asked.kind, asked.heading, at.desk().clock,
                             at.desk().random);
      });
  router.route<OneRequest, ImportOutcome>(
      Method::post, "/api/v1/import_requests/{request}/approve",
      {.id = "approve_import_request", .summary = "Approves what another coordinator asked for, and does it."},
      [counter](const HttpRequest& request, const OneRequest& asked) -> Result<ImportOutcome> {
        const AtCounter at(*counter, TRY(counter->viewer_of(request)));
        return outcome_of(TRY(approve(at.desk(), at.viewer(), asked.request)));
      });
  router.route<OneRequest, Nothing>(
      Method::post, "/api/v1/import_requests/{request}/decline",
      {.id = "decline_import_request", .summary = "Refuses what another asked for, or withdraws one's own."},
      [counter](const HttpRequest& request, const OneRequest& asked) -> Result<> {
        const AtCounter at(*counter, TRY(counter->viewer_of(request)));
        return decline(at.desk(), at.viewer(), asked.request);
      });
}

}  // namespace

void add_routes(http::Router& router, Counter counter) {
  const auto shared = std::make_shared<const Counter>(std::move(counter));
  add_files(router, shared);
  add_previews(router, shared);
  add_imports(router, shared);
}

}  // namespace chiron::imports
