// Opening and locking the data directory.
#include "platform/data_directory/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace chiron::data_directory {
namespace fs = std::filesystem;

namespace {

Error unusable(const fs::path& path, int error_number) {
  return fail(ErrorCode::io, "data_directory.unusable")
      .with("path", path.string())
      .with("reason", std::strerror(error_number));
}

/// Only the owner may look in: it holds people's data and keys.
Result<> make_private(const fs::path& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return err(unusable(path, errno));
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return err(unusable(path, errno));
  if (!S_ISDIR(found.st_mode)) return err(unusable(path, ENOTDIR));
  if ((found.st_mode & 0077) != 0 && ::chmod(path.c_str(), 0700) != 0) return err(unusable(path, errno));
  return {};
}

/// The number in the lock file; "?" when its holder has not written it yet.
std::string holder_of(int file) {
  std::array<char, 24> text{};
  const auto length = ::pread(file, text.data(), text.size() - 1, 0);
  long pid = 0;
  if (length <= 0 || std::from_chars(text.data(), text.data() + length, pid).ec != std::errc()) return "?";
  return std::to_string(pid);
}

}  // namespace

Result<DataDirectory> DataDirectory::open(const fs::path& root, Missing missing) {
  std::error_code error;
  if (!fs::exists(root, error)) {
    if (missing == Missing::refuse)
      return err(fail(ErrorCode::not_found, "data_directory.absent").with("path", root.string()));
    if (root.has_parent_path()) fs::create_directories(root.parent_path(), error);
  }
  TRY(make_private(root));
  const auto path = root / "lock";
  const int lock = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) return err(unusable(path, errno));
  DataDirectory directory(root, lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return err(unusable(path, errno));
    return err(
        fail(ErrorCode::unavailable, "data_directory.locked").with("path", root.string()).with("pid", holder_of(lock)));
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(lock, 0) != 0 || ::pwrite(lock, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
    return err(unusable(path, errno));
  TRY(make_private(directory.blobs()));
  TRY(make_private(directory.secrets()));
  return directory;
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : root_(std::move(other.root_)), lock_(std::exchange(other.lock_, -1)) {}

DataDirectory::~DataDirectory() {
  // The file stays: removing it would let two processes lock two files of one name.
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace chiron::data_directory
