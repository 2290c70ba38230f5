// The socket by which commands reach the server that holds a data directory: a Unix socket for the directory's owner
// alone, with frames in both directions. What the frames say is the caller's (src/app/remote.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace chiron::control {

struct Options {
  int stall_ms = 30'000;    ///< how long one side waits for the other to take or send the next bytes
  int connections_max = 8;  ///< served at once; others wait in the kernel's queue until one has ended
};

/// The longest frame: larger things are sent in several.
inline constexpr std::size_t frame_bytes_max = std::size_t{1024} * 1024;

/// How long to wait for a frame to begin.
enum class Wait : std::uint8_t {
  stall,    ///< Options::stall_ms: the other side has something to say
  forever,  ///< the other side is at work; the kernel tells when it dies
};

/// One end of a connection. A frame is its length in four bytes, big-endian, and so many bytes; length 0 is a frame.
class Channel {
 public:
  Channel(int descriptor, int stall_ms) : descriptor_(descriptor), stall_ms_(stall_ms) {}
  Channel(Channel&& other) noexcept;
  Channel& operator=(Channel&&) = delete;
  ~Channel();

  /// Errors (both unavailable): "control.gone" (the other side closed or died), "control.stalled" (it takes nothing).
  /// After an error nothing more can be sent.
  Result<> send(std::string_view frame);
  /// Errors: "control.gone", "control.stalled" (it sends nothing), "control.frame_too_large" (limit).
  Result<std::string> receive(Wait wait = Wait::stall);
  /// Whether the other side has closed the connection, died, or took nothing for so long that it was given up.
  bool gone() const;

 private:
  friend class Listener;
  Result<> receive_exactly(char* to, std::size_t count, Wait wait);
  int descriptor_;
  int stall_ms_;
  bool broken_ = false;
};

/// Called on a thread of its own for each connection; the connection ends when it returns.
using Answer = std::function<void(Channel&)>;

/// A listening socket at `path`, mode 0600. A connection is answered only when the process behind it belongs to the
/// same user as this one, or to root (SO_PEERCRED); any other is closed without a word.
class Listener {
 public:
  /// Replaces a socket that a dead server left behind: the caller holds the data directory's lock, so nobody else
  /// listens on it. Refuses what is not a socket. Errors: "control.unusable" (io; path, reason).
  static Result<std::unique_ptr<Listener>> start(const std::filesystem::path& path, Answer answer,
                                                 const Options& options = {});
  /// As stop().
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// Accepts nothing new, ends connections that still have something to say, waits for those that are being answered,
  /// and removes the socket. Called twice it does nothing more.
  void stop();

 private:
  struct Inside;
  explicit Listener(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

/// Connects to the server that listens at `path`. Errors: "control.nobody" (unavailable: no socket, or one that a dead
/// server left behind), "control.unusable" (io; path, reason).
Result<Channel> connect(const std::filesystem::path& path, const Options& options = {});

}  // namespace chiron::control
