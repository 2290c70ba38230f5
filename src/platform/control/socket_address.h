// The address of a Unix socket in a directory of any depth: the kernel takes 107 bytes, so the directory is opened and
// the socket named through /proc/self/fd.
#pragma once

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>

#include "base/error.h"

namespace chiron::control {

inline Error unusable(const std::filesystem::path& path, int error_number) {
  return fail(ErrorCode::io, "control.unusable")
      .with("path", path.string())
      .with("reason", std::strerror(error_number));
}

/// Holds the directory open; keep it until bind or connect has returned.
class SocketAddress {
 public:
  static Result<SocketAddress> of(const std::filesystem::path& path) {
    const auto parent = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    SocketAddress made;
    made.directory_ = ::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (made.directory_ < 0) {
      if (errno == ENOENT) return err(fail(ErrorCode::unavailable, "control.nobody"));
      return err(unusable(path, errno));
    }
    const std::string name = "/proc/self/fd/" + std::to_string(made.directory_) + "/" + path.filename().string();
    if (name.size() >= sizeof made.address_.sun_path) return err(unusable(path, ENAMETOOLONG));
    made.address_.sun_family = AF_UNIX;
    std::memcpy(made.address_.sun_path, name.c_str(), name.size() + 1);
    return made;
  }
  SocketAddress(SocketAddress&& other) noexcept
      : address_(other.address_), directory_(std::exchange(other.directory_, -1)) {}
  SocketAddress& operator=(SocketAddress&&) = delete;
  ~SocketAddress() {
    if (directory_ >= 0) ::close(directory_);
  }

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
  socklen_t length() const { return sizeof address_; }

 private:
  SocketAddress() = default;
  sockaddr_un address_{};
  int directory_ = -1;
};

}  // namespace chiron::control
