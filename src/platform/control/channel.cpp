// Frames over a connected Unix socket, and connecting to one.
#include "platform/control/socket_address.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

#include "platform/control/control.h"

namespace chiron::control {
namespace {

Error gone_error() { return fail(ErrorCode::unavailable, "control.gone"); }
Error stalled_error() { return fail(ErrorCode::unavailable, "control.stalled"); }

/// Waits until the socket can be read or written (or has ended); false when the time is over.
bool ready(int descriptor, short events, int wait_ms) {
  pollfd watched{descriptor, events, 0};
  while (true) {
    const int found = ::poll(&watched, 1, wait_ms);
    if (found >= 0) return found > 0;
    if (errno != EINTR) return true;  // the call that follows says what is wrong
  }
}

}  // namespace

Channel::Channel(Channel&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), stall_ms_(other.stall_ms_), broken_(other.broken_) {}

Channel::~Channel() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<> Channel::send(std::string_view frame) {
  if (broken_) return err(gone_error());
  if (frame.size() > frame_bytes_max) return err(fail(ErrorCode::limit, "control.frame_too_large"));
  std::string bytes;
  bytes.reserve(frame.size() + 4);
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(frame.size() >> shift);
  bytes += frame;
  std::string_view left = bytes;
  while (!left.empty()) {
    const auto sent = ::send(descriptor_, left.data(), left.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      left.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (ready(descriptor_, POLLOUT, stall_ms_)) continue;
      broken_ = true;  // half a frame may have left
      return err(stalled_error());
    }
    broken_ = true;
    return err(gone_error());
  }
  return {};
}

Result<> Channel::receive_exactly(char* to, std::size_t count, Wait wait) {
  while (count > 0) {
    if (!ready(descriptor_, POLLIN, wait == Wait::forever ? -1 : stall_ms_)) return err(stalled_error());
    const auto got = ::recv(descriptor_, to, count, MSG_DONTWAIT);
    if (got > 0) {
      to += got;
      count -= static_cast<std::size_t>(got);
      wait = Wait::stall;  // a frame that has begun goes on
      continue;
    }
    if (got == 0) return err(gone_error());
    if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK) return err(gone_error());
  }
  return {};
}

Result<std::string> Channel::receive(Wait wait) {
  std::array<char, 4> header;
  TRY(receive_exactly(header.data(), header.size(), wait));
  std::size_t length = 0;
  for (const char byte : header) length = length << 8 | static_cast<std::uint8_t>(byte);
  if (length > frame_bytes_max) return err(fail(ErrorCode::limit, "control.frame_too_large"));
  // Room is made as bytes arrive, not on the word of the length.
  std::string frame;
  while (frame.size() < length) {
    const std::size_t had = frame.size();
    frame.resize(had + std::min<std::size_t>(length - had, std::size_t{64} * 1024));
    TRY(receive_exactly(frame.data() + had, frame.size() - had, Wait::stall));
  }
  return frame;
}

bool Channel::gone() const {
  if (broken_) return true;
  pollfd watched{descriptor_, 0, 0};
  return ::poll(&watched, 1, 0) > 0 && (watched.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

Result<Channel> connect(const std::filesystem::path& path, const Options& options) {
  const auto address = TRY(SocketAddress::of(path));
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return err(unusable(path, errno));
  Channel channel(descriptor, options.stall_ms);
  while (::connect(descriptor, address.get(), address.length()) != 0) {
    if (errno == EINTR) continue;
    if (errno == ENOENT || errno == ECONNREFUSED) return err(fail(ErrorCode::unavailable, "control.nobody"));
    return err(unusable(path, errno));
  }
  return channel;
}

}  // namespace chiron::control
