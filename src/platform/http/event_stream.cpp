// The buffer between who has news and the connection.
#include "platform/http/event_stream.h"

#include <mutex>
#include <utility>

#include <fmt/format.h>

namespace chiron::http {

struct EventStream::State {
  std::mutex mutex;
  std::string waiting;
  std::function<void()> wake;
  bool woken = false;   // and has not come yet
  bool ending = false;  // behind what waits
  bool over = false;    // nothing is taken any more

  void wake_up() {
    if (!woken && wake) wake();
    woken = true;
  }
};

std::pair<EventStream, std::shared_ptr<EventOutlet>> EventStream::make() {
  auto state = std::make_shared<State>();
  return {EventStream(state), std::make_shared<EventOutlet>(state)};
}

bool EventStream::send(std::string_view text) const {
  const std::lock_guard lock(state_->mutex);
  if (state_->over || state_->ending) return false;
  if (state_->waiting.size() + text.size() > stream_bytes_max) {
    state_->over = true;
    state_->waiting = {};
    state_->wake_up();
    return false;
  }
  state_->waiting += text;
  state_->wake_up();
  return true;
}

void EventStream::end() const {
  const std::lock_guard lock(state_->mutex);
  state_->ending = true;
  state_->wake_up();
}

bool EventStream::open() const {
  const std::lock_guard lock(state_->mutex);
  return !state_->over && !state_->ending;
}

EventOutlet::~EventOutlet() {
  const std::lock_guard lock(state_->mutex);
  state_->over = true;
  state_->waiting = {};
  state_->wake = nullptr;
}

void EventOutlet::listen(std::function<void()> wake) {
  const std::lock_guard lock(state_->mutex);
  state_->wake = std::move(wake);
  state_->woken = false;
  if (!state_->waiting.empty() || state_->ending || state_->over) state_->wake_up();
}

EventOutlet::Taken EventOutlet::take() {
  const std::lock_guard lock(state_->mutex);
  state_->woken = false;
  return {std::exchange(state_->waiting, {}), state_->ending || state_->over};
}

std::string event_text(std::string_view name, std::string_view data) {
  return fmt::format("event: {}\ndata: {}\n\n", name, data);
}

}  // namespace chiron::http
