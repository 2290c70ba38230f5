// The one directory that holds an installation: databases, blobs, secrets; opened by one process at a time.
#pragma once

#include <filesystem>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "platform/db/database.h"

namespace chiron::data_directory {

/// What to do when the directory does not exist yet.
enum class Missing : std::uint8_t { refuse, create };

/// The name of the running server's socket in the directory.
inline constexpr const char* control_name = "control";

/// An open data directory. It holds the lock as long as it lives; the kernel frees the lock when the process dies.
///
///     chiron.db   everything that is not end-to-end encrypted (or PostgreSQL instead)
///     vault.db    sealed records
///     blobs/      large files, named by their hash
///     secrets/    keys; readable by the owner only, and in no backup unless asked for
///     uploads/    files that commands have sent to the running server, while it works on them
///     control     the running server's Unix socket
///     lock        held by the process that uses the directory; its pid inside
class DataDirectory {
 public:
  /// Errors: "data_directory.absent", "data_directory.locked" (unavailable, with `pid`),
  /// "data_directory.unusable" (io, with `reason`), each with `path`.
  static Result<DataDirectory> open(const std::filesystem::path& root, Missing missing);

  DataDirectory(DataDirectory&& other) noexcept;
  DataDirectory& operator=(DataDirectory&&) = delete;
  ~DataDirectory();

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path database() const { return root_ / "chiron.db"; }
  std::filesystem::path vault() const { return root_ / "vault.db"; }
  std::filesystem::path blobs() const { return root_ / "blobs"; }
  std::filesystem::path secrets() const { return root_ / "secrets"; }
  std::filesystem::path uploads() const { return root_ / "uploads"; }
  std::filesystem::path control_socket() const { return root_ / control_name; }

 private:
  DataDirectory(std::filesystem::path root, int lock) : root_(std::move(root)), lock_(lock) {}
  std::filesystem::path root_;
  int lock_ = -1;
};

/// The live databases of a backup. An absent one is not backed up (PostgreSQL has its own tools; not every
/// installation has a vault).
struct LiveDatabases {
  db::Database* database = nullptr;
  db::Database* vault = nullptr;
};

/// Writes `target/chiron-20270801T093000Z/` with the databases, the blobs and a MANIFEST of sizes and SHA-256. It is
/// built under another name, synchronized and checked, and only then renamed: a killed backup leaves older ones as they
/// were, and its remains go with the next. Secrets are not in it. Returns the new directory.
/// Errors: those of db::Database::back_up, "data_directory.backup_exists", "data_directory.unusable".
Result<std::filesystem::path> back_up(const DataDirectory& directory, const LiveDatabases& live,
                                      const std::filesystem::path& target, Instant now);

/// Copies the secrets to `target/chiron-secrets-20270801T093000Z/`, which should be another place than the backups'.
Result<std::filesystem::path> back_up_secrets(const DataDirectory& directory, const std::filesystem::path& target,
                                              Instant now);

/// Reads every byte of a backup: the manifest is complete, each file has its size and hash, each database opens and
/// passes its integrity check. Errors: "data_directory.no_backup", "data_directory.backup_damaged" (with `file`).
Result<> check_backup(const std::filesystem::path& backup);

/// Restores a checked backup as a new data directory at `root`, which must be absent or empty, in one rename.
/// Errors: those of check_backup, "data_directory.not_empty".
Result<> restore(const std::filesystem::path& backup, const std::filesystem::path& root);

}  // namespace chiron::data_directory
