// Files that somebody handed in through the browser, and the previews made of them, until they are accepted or expire.
// They lie in the data directory's uploads and belong to whoever handed them in: nobody else finds them.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.h"
#include "base/date.h"
#include "base/random.h"
#include "features/institutions/viewer.h"

namespace chiron::imports {

/// The room's folder within the data directory's uploads.
inline constexpr const char* upload_folder = "imports";

/// What a file says; which reader takes it.
enum class FileKind : std::uint8_t {
  people,
  learners,
  educators,
  duties,
  placements,  ///< a block schedule or a long list
  evaluations,
  panels,
  blocks,
  coverage,
  pairs,
};
BOOST_DESCRIBE_ENUM(FileKind, people, learners, educators, duties, placements, evaluations, panels, blocks, coverage,
                    pairs)

using UploadId = Id<struct UploadTag>;
using PreviewId = Id<struct PreviewTag>;

/// A file that was handed in.
struct Upload {
  UploadId id;
  FileKind kind = FileKind::people;
  std::string name;    ///< as the person's machine calls it; shown, never a path
  std::string sha256;  ///< of the bytes that came; "" until they did
  std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(Upload, (), (id, kind, name, sha256, bytes))

/// What a heading means in files of a kind: the name of one of our columns, "ignore" to leave it out, or "" for as it
/// is recognized without a choice (column_choices.h).
struct ColumnChoice {
  FileKind kind = FileKind::people;
  std::string heading;
  std::string meaning;
  bool operator==(const ColumnChoice&) const = default;
};
BOOST_DESCRIBE_STRUCT(ColumnChoice, (), (kind, heading, meaning))

/// What a preview is of. `based_on` is the change that it was compared with: a later one makes it stale.
struct Kept {
  PreviewId id;
  InstitutionId institution;
  std::string owner;  ///< see owner_of
  Instant expires_at;
  bool complete = false;
  std::string dates;     ///< "dmy", "mdy" or ""
  std::string encoding;  ///< "latin-1" or ""
  Date day;
  std::optional<std::int64_t> based_on;  ///< nothing before the first review; 0 where nothing was ever imported
  std::vector<Upload> files;
  std::map<std::string, std::string> names;  ///< chosen in this preview
  std::vector<ColumnChoice> columns;         ///< the same
  /// Of everything that was looked at: files, how they are read, names and headings. "" until they were.
  std::string fingerprint;
  bool waiting = false;  ///< for somebody else's approval
};
BOOST_DESCRIBE_STRUCT(Kept, (),
                      (id, institution, owner, expires_at, complete, dates, encoding, day, based_on, files, names,
                       columns, fingerprint, waiting))

/// Whose a file is: the account's id, else the person's; "" for whoever has neither, and theirs is nothing.
std::string owner_of(const institutions::Viewer& viewer);

inline constexpr std::int64_t preview_ms = std::int64_t{60} * 60 * 1000;
inline constexpr std::int64_t waiting_ms = std::int64_t{14} * 24 * 60 * 60 * 1000;
/// Files one person may have lying here, and of one preview.
inline constexpr std::size_t files_of_one_person = 60, files_of_one_preview = 30;

/// The folder. Its functions may be called from several threads.
class UploadRoom {
 public:
  UploadRoom(std::filesystem::path directory, const Clock& clock, Random& random);

  /// Announces a file. Errors: "imports.file_name", "imports.too_many_files" (limit).
  Result<UploadId> announce(const institutions::Viewer& viewer, FileKind kind, const std::string& name);
  /// Takes its bytes from a file on the same disk, which is moved. Errors: "imports.file_unknown" (not_found),
  /// "imports.file_empty", "imports.file_came" (conflict: it has its bytes already).
  Result<Upload> fill(const institutions::Viewer& viewer, UploadId id, const std::filesystem::path& bytes);
  /// Errors: "imports.file_unknown" (not_found; also where its bytes have not come).
  Result<Upload> find(const institutions::Viewer& viewer, UploadId id);

  PreviewId draw();
  /// Keeps a preview for an hour, a waiting one for two weeks, with its files.
  Result<> keep(Kept& preview);
  /// Errors: "imports.preview_unknown" (not_found: expired, accepted, another's, or there never was one).
  Result<Kept> find(const institutions::Viewer& viewer, PreviewId id);
  /// Whoever's it is: for who decides about it.
  Result<Kept> find_waiting(InstitutionId institution, PreviewId id);
  void remove(const Kept& preview);

  /// Where a file's bytes lie, or a preview's own.
  std::filesystem::path path_of(UploadId id) const;
  std::filesystem::path path_of(PreviewId id, std::string_view what) const;
  /// Refuses with "imports.file_changed" (conflict) when a file is not what it was.
  Result<> check_unchanged(const Kept& preview) const;

  /// Removes what has expired.
  void sweep();

 private:
  struct Record;
  Result<Record> read_record(UploadId id) const;
  Result<> write_record(const Record& record) const;
  Result<> make_folder() const;

  std::filesystem::path directory_;
  const Clock& clock_;
  Random& random_;
  std::mutex mutex_;
};

}  // namespace chiron::imports
