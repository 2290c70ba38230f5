// A copy of a live SQLite database that counts only once it was opened, checked and synchronized.
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "platform/db/connection.h"
#include "platform/db/database.h"

namespace chiron::db {
namespace {

struct Handle {
  sqlite3* db = nullptr;
  ~Handle() { sqlite3_close_v2(db); }
};

Error failed(sqlite3* db) {
  const int code = sqlite3_extended_errcode(db);
  if ((code & 0xFF) == SQLITE_FULL) return fail(ErrorCode::unavailable, "db.disk_full");
  return fail(ErrorCode::io, "db.backup_failed").with("code", std::to_string(code));
}

Result<> copy(const Location& from, const Options& options, const std::string& part) {
  const char* vfs = options.sqlite_vfs.empty() ? nullptr : options.sqlite_vfs.c_str();
  Handle source, target;
  // Not read-only: a reader of a WAL takes part in its shared memory. It writes no page and does not checkpoint.
  if (sqlite3_open_v2(from.where.c_str(), &source.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, vfs) != SQLITE_OK)
    return err(failed(source.db));
  sqlite3_busy_timeout(source.db, 5'000);
  sqlite3_db_config(source.db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_exec(source.db, "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0;", nullptr, nullptr, nullptr);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
  if (sqlite3_open_v2(part.c_str(), &target.db, flags, vfs) != SQLITE_OK) return err(failed(target.db));
  auto* backup = sqlite3_backup_init(target.db, "main", source.db, "main");
  if (backup == nullptr) return err(failed(target.db));
  // One step for everything: one snapshot, which in WAL mode keeps no writer waiting; smaller steps would begin anew
  // at every write in between.
  sqlite3_backup_step(backup, -1);
  if (sqlite3_backup_finish(backup) != SQLITE_OK) return err(failed(target.db));
  // The copy should be one file that needs no WAL beside it.
  if (sqlite3_exec(target.db, "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr) != SQLITE_OK)
    return err(failed(target.db));
  return {};
}

Result<> check(const Options& options, const std::string& part) {
  auto opened = TRY(connect_sqlite(Location::sqlite(part), options, Role::reader));
  return opened->check_integrity();
}

bool synchronize(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool done = ::fsync(file) == 0;
  ::close(file);
  return done;
}

}  // namespace

Result<> check_file(const std::string& path) {
  if (!std::filesystem::is_regular_file(path)) return err(fail(ErrorCode::io, "db.cannot_open").with("where", path));
  return check({}, path);
}

Result<> back_up_sqlite(const Location& from, const Options& options, const std::string& to) {
  const std::string part = to + ".part";
  std::error_code error;
  const auto give_up = [&](Error why) {
    for (const char* end : {"", "-journal", "-wal", "-shm"}) std::filesystem::remove(part + end, error);
    return err(std::move(why));
  };
  for (const char* end : {"", "-journal", "-wal", "-shm"}) std::filesystem::remove(part + end, error);
  if (auto copied = copy(from, options, part); !copied) return give_up(std::move(copied.error()));
  if (auto checked = check(options, part); !checked) return give_up(std::move(checked.error()));
  const auto directory = std::filesystem::absolute(to).parent_path();
  if (!synchronize(part)) return give_up(fail(ErrorCode::io, "db.backup_failed").with("code", std::to_string(errno)));
  std::filesystem::rename(part, to, error);
  if (error || !synchronize(directory))
    return give_up(fail(ErrorCode::io, "db.backup_failed").with("code", std::to_string(error.value())));
  return {};
}

}  // namespace chiron::db
