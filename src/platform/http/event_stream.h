// An answer that goes on: server-sent events (WHATWG HTML 9.2), written by whoever has news for as long as both sides
// stay. No thread is held per stream, and what one client may leave untaken is bounded.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace chiron::http {

/// What is kept for a client that does not read; beyond it the stream ends.
inline constexpr std::size_t stream_bytes_max = std::size_t{16} * 1024;

class EventOutlet;

/// The end that events are written to. Copies share it; any thread may write.
class EventStream {
 public:
  /// A stream and what its response carries. The stream has ended when the outlet is gone.
  static std::pair<EventStream, std::shared_ptr<EventOutlet>> make();

  /// Puts whole events or comments (event_text, heartbeat) behind what waits. False when the stream has ended: the
  /// client left, did not take what waited, or the server stops.
  bool send(std::string_view text) const;
  /// Ends it behind what was sent.
  void end() const;
  bool open() const;

 private:
  friend class EventOutlet;
  struct State;
  explicit EventStream(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

/// The server's end; it goes with the response, then with the connection.
class EventOutlet {
 public:
  explicit EventOutlet(std::shared_ptr<EventStream::State> state) : state_(std::move(state)) {}
  ~EventOutlet();
  EventOutlet(const EventOutlet&) = delete;
  EventOutlet& operator=(const EventOutlet&) = delete;

  /// `wake` is called, from the thread that sends, when something waits that was not taken; at once if it does already.
  void listen(std::function<void()> wake);
  struct Taken {
    std::string bytes;
    bool over = false;  ///< nothing will follow them
  };
  Taken take();

 private:
  std::shared_ptr<EventStream::State> state_;
};

/// One event: its name, and its data on one line (JSON has no line breaks).
std::string event_text(std::string_view name, std::string_view data);
/// A comment, by which both sides notice that the other is gone.
inline constexpr std::string_view heartbeat = ":\n\n";

}  // namespace chiron::http
