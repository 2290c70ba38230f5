// The wrapper around SQLite's own file system that remembers what is not yet safe.
#include "platform/db/power_fail_vfs.h"

#include <sqlite3.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <vector>

#include "base/bytes.h"

namespace chiron::db::testing {
namespace {

constexpr std::size_t sector = 512;

/// A write or a truncation that no synchronization has made safe yet.
struct Pending {
  enum class Kind { write, truncate } kind;
  std::size_t place;  ///< offset of a write, length after a truncation
  Bytes bytes;
};

struct FileState {
  bool safe_exists = false;  ///< the file would be there after a power failure
  bool exists = false;       ///< the program sees it
  Bytes safe;                ///< its synchronized content
  std::vector<Pending> pending;
};

void put(Bytes& content, std::size_t place, BytesView bytes) {
  if (content.size() < place + bytes.size()) content.resize(place + bytes.size());
  std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(place));
}

void apply(Bytes& content, const Pending& pending) {
  if (pending.kind == Pending::Kind::truncate) {
    if (content.size() > pending.place) content.resize(pending.place);
  } else {
    put(content, pending.place, pending.bytes);
  }
}

/// Keeps a write whole, drops it, or tears it: each of its sectors is kept or not on its own.
void apply_in_part(Bytes& content, const Pending& pending, SeededRandom& random) {
  const auto fate = random.below(3);
  if (fate == 0) return;
  if (fate == 1 || pending.kind == Pending::Kind::truncate) return apply(content, pending);
  for (std::size_t done = 0; done < pending.bytes.size();) {
    const std::size_t place = pending.place + done;
    const std::size_t length = std::min(sector - place % sector, pending.bytes.size() - done);
    if (random.below(2) == 0) put(content, place, BytesView(pending.bytes).subspan(done, length));
    done += length;
  }
}

Bytes content_of(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(stream), {});
}

/// Our sqlite3_file; the wrapped one's memory follows it.
struct File {
  sqlite3_file base;
  PowerFailVfs::Inside* disk;
  FileState* state;  ///< null for temporary files without a name
  sqlite3_file* real;
};

}  // namespace

struct PowerFailVfs::Inside {
  std::string name;
  DiskHonesty honesty;
  sqlite3_vfs vfs{};
  sqlite3_vfs* real = nullptr;
  std::mutex mutex;
  std::map<std::string, FileState> files;
  std::int64_t operations = 0;
  std::int64_t fails_at = 0;  ///< 0: never
  bool failed = false;
  std::int64_t fault_at = 0;  ///< the one operation that fails; 0: none
  DiskFault fault = DiskFault::io_error;

  /// Counts an operation; true when the power is off, be it from this moment. The caller holds the mutex.
  bool power_fails() {
    if (failed) return true;
    ++operations;
    failed = fails_at != 0 && operations >= fails_at;
    return failed;
  }
  /// What the operation just counted comes to on a disk that works: SQLITE_OK but for the one that was asked to fail.
  int fault_of(int io_error) const {
    if (operations != fault_at) return SQLITE_OK;
    return fault == DiskFault::full && io_error != SQLITE_IOERR_FSYNC ? SQLITE_FULL : io_error;
  }
};

namespace {

File* file_of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* real_of(sqlite3_file* file) { return file_of(file)->real; }
PowerFailVfs::Inside* disk_of(sqlite3_vfs* vfs) { return static_cast<PowerFailVfs::Inside*>(vfs->pAppData); }

bool is_off(sqlite3_file* file) {
  auto& disk = *file_of(file)->disk;
  std::lock_guard lock(disk.mutex);
  return disk.failed;
}

int close_file(sqlite3_file* file) {
  auto* real = real_of(file);
  return real->pMethods == nullptr ? SQLITE_OK : real->pMethods->xClose(real);
}

int read_file(sqlite3_file* file, void* data, int size, sqlite3_int64 place) {
  return is_off(file) ? SQLITE_IOERR_READ : real_of(file)->pMethods->xRead(real_of(file), data, size, place);
}

int write_file(sqlite3_file* file, const void* data, int size, sqlite3_int64 place) {
  auto& self = *file_of(file);
  std::lock_guard lock(self.disk->mutex);
  const bool was_off = self.disk->failed;
  const bool off = self.disk->power_fails();
  if (const int code = self.disk->fault_of(SQLITE_IOERR_WRITE); code != SQLITE_OK && !off) return code;
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  // The write under way when the power fails may still reach the disk, in part.
  if (!was_off && self.state != nullptr)
    self.state->pending.push_back({Pending::Kind::write, static_cast<std::size_t>(place), Bytes(bytes, bytes + size)});
  if (off) return SQLITE_IOERR_WRITE;
  return self.real->pMethods->xWrite(self.real, data, size, place);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  auto& self = *file_of(file);
  std::lock_guard lock(self.disk->mutex);
  if (self.disk->power_fails()) return SQLITE_IOERR_TRUNCATE;
  if (const int code = self.disk->fault_of(SQLITE_IOERR_TRUNCATE); code != SQLITE_OK) return code;
  if (self.state != nullptr)
    self.state->pending.push_back({Pending::Kind::truncate, static_cast<std::size_t>(size), {}});
  return self.real->pMethods->xTruncate(self.real, size);
}

int sync_file(sqlite3_file* file, int) {
  auto& self = *file_of(file);
  std::lock_guard lock(self.disk->mutex);
  if (self.disk->power_fails()) return SQLITE_IOERR_FSYNC;
  if (const int code = self.disk->fault_of(SQLITE_IOERR_FSYNC); code != SQLITE_OK) return code;
  if (self.state == nullptr || self.disk->honesty == DiskHonesty::lies) return SQLITE_OK;
  for (const auto& pending : self.state->pending) apply(self.state->safe, pending);
  self.state->pending.clear();
  self.state->safe_exists = self.state->exists;
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return is_off(file) ? SQLITE_IOERR_FSTAT : real_of(file)->pMethods->xFileSize(real_of(file), size);
}
int lock_file(sqlite3_file* file, int level) { return real_of(file)->pMethods->xLock(real_of(file), level); }
int unlock_file(sqlite3_file* file, int level) { return real_of(file)->pMethods->xUnlock(real_of(file), level); }
int check_reserved(sqlite3_file* file, int* held) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), held);
}
int control_file(sqlite3_file* file, int operation, void* argument) {
  return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}
int sector_size(sqlite3_file* file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }
int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  return real_of(file)->pMethods->xShmMap(real_of(file), region, size, extend, memory);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}
void barrier_shared(sqlite3_file* file) { real_of(file)->pMethods->xShmBarrier(real_of(file)); }
int unmap_shared(sqlite3_file* file, int remove) { return real_of(file)->pMethods->xShmUnmap(real_of(file), remove); }

// Version 2: with shared memory (WAL needs it), without memory-mapped reads, which would pass us by.
constexpr sqlite3_io_methods methods = {
    2,           close_file,     read_file,      write_file,   truncate_file, sync_file,       file_size,
    lock_file,   unlock_file,    check_reserved, control_file, sector_size,   characteristics, map_shared,
    lock_shared, barrier_shared, unmap_shared,   nullptr,      nullptr};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  auto& disk = *disk_of(vfs);
  auto& self = *new (file) File{};
  self.disk = &disk;
  self.real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(File));
  std::memset(static_cast<void*>(self.real), 0, static_cast<std::size_t>(disk.real->szOsFile));
  std::lock_guard lock(disk.mutex);
  if (disk.failed) return SQLITE_CANTOPEN;
  if (path != nullptr) {
    const bool there = std::filesystem::exists(path);
    const auto [found, is_new] = disk.files.try_emplace(path);
    auto& state = found->second;
    if (is_new && there) {
      // What lies on the disk before the test's power failure is taken to be safe.
      state.safe = content_of(path);
      state.safe_exists = true;
    }
    state.exists = true;
    self.state = &state;
  }
  const int code = disk.real->xOpen(disk.real, path, self.real, flags, flags_out);
  if (code == SQLITE_OK) self.base.pMethods = &methods;
  return code;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_directory) {
  auto& disk = *disk_of(vfs);
  std::lock_guard lock(disk.mutex);
  if (disk.power_fails()) return SQLITE_IOERR_DELETE;
  auto& state = disk.files[path];
  state.exists = false;
  state.pending.push_back({Pending::Kind::truncate, 0, {}});
  if (sync_directory != 0 && disk.honesty == DiskHonesty::honest) {
    state.safe_exists = false;
    state.safe.clear();
    state.pending.clear();
  }
  return disk.real->xDelete(disk.real, path, 0);
}

int access_file(sqlite3_vfs* vfs, const char* path, int flags, int* result) {
  return disk_of(vfs)->real->xAccess(disk_of(vfs)->real, path, flags, result);
}
int full_path(sqlite3_vfs* vfs, const char* path, int size, char* result) {
  return disk_of(vfs)->real->xFullPathname(disk_of(vfs)->real, path, size, result);
}
int randomness(sqlite3_vfs* vfs, int size, char* result) {
  return disk_of(vfs)->real->xRandomness(disk_of(vfs)->real, size, result);
}
int sleep_us(sqlite3_vfs* vfs, int us) { return disk_of(vfs)->real->xSleep(disk_of(vfs)->real, us); }
int current_time(sqlite3_vfs* vfs, double* now) { return disk_of(vfs)->real->xCurrentTime(disk_of(vfs)->real, now); }
int last_error(sqlite3_vfs* vfs, int size, char* text) {
  return disk_of(vfs)->real->xGetLastError(disk_of(vfs)->real, size, text);
}
int current_time_64(sqlite3_vfs* vfs, sqlite3_int64* now) {
  return disk_of(vfs)->real->xCurrentTimeInt64(disk_of(vfs)->real, now);
}

}  // namespace

PowerFailVfs::PowerFailVfs(std::string name, DiskHonesty honesty) : inside_(std::make_unique<Inside>()) {
  auto& inside = *inside_;
  inside.name = std::move(name);
  inside.honesty = honesty;
  inside.real = sqlite3_vfs_find(nullptr);
  auto& vfs = inside.vfs;
  vfs.iVersion = 2;
  vfs.szOsFile = static_cast<int>(sizeof(File)) + inside.real->szOsFile;
  vfs.mxPathname = inside.real->mxPathname;
  vfs.zName = inside.name.c_str();
  vfs.pAppData = &inside;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = randomness;
  vfs.xSleep = sleep_us;
  vfs.xCurrentTime = current_time;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = current_time_64;
  sqlite3_vfs_register(&vfs, 0);
}

PowerFailVfs::~PowerFailVfs() { sqlite3_vfs_unregister(&inside_->vfs); }

void PowerFailVfs::fail_after(std::int64_t operations) {
  std::lock_guard lock(inside_->mutex);
  inside_->fails_at = inside_->operations + operations;
}

void PowerFailVfs::fail_once(std::int64_t n, DiskFault fault) {
  std::lock_guard lock(inside_->mutex);
  inside_->fault_at = inside_->operations + n;
  inside_->fault = fault;
}

void PowerFailVfs::fail_now() {
  std::lock_guard lock(inside_->mutex);
  inside_->failed = true;
}

bool PowerFailVfs::failed() const {
  std::lock_guard lock(inside_->mutex);
  return inside_->failed;
}

std::int64_t PowerFailVfs::operations() const {
  std::lock_guard lock(inside_->mutex);
  return inside_->operations;
}

void PowerFailVfs::restore_power(SeededRandom& random) {
  std::lock_guard lock(inside_->mutex);
  for (auto& [path, state] : inside_->files) {
    Bytes content = state.safe;
    for (const auto& pending : state.pending) apply_in_part(content, pending, random);
    // A creation or deletion that no synchronization of the directory followed may have happened or not.
    const bool exists = state.exists == state.safe_exists ? state.exists : random.below(2) == 0;
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    // The shared memory of a WAL is memory: it is gone.
    std::filesystem::remove(path + "-shm", ignored);
    if (!exists) continue;
    std::ofstream stream(path, std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
  }
  inside_->files.clear();
  inside_->failed = false;
  inside_->fails_at = 0;
}

}  // namespace chiron::db::testing
