// Values that take long to make, kept by what they are about: whoever asks gets the newest that is ready and never
// waits; what is newer is made meanwhile on a thread of its own. For what is shown, never for what decides.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <stop_token>
#include <thread>
#include <utility>

#include "base/error.h"

namespace chiron {

namespace detail {
/// So few values are made at a time in the whole program: each takes a core, and one of the few connections that pages
/// read with. More than one, so that what takes minutes does not keep what takes seconds waiting.
inline std::counting_semaphore<2> making{2};
}  // namespace detail

/// `Mark` says which state of the world a value was made of: another mark, and it is made again. Those of the keys that
/// were asked for last are kept. Safe to call from many threads.
template <class Key, class Mark, class Value>
class Kept {
 public:
  using Ready = std::shared_ptr<const Value>;
  /// A value and the state of the world that it was made of, which may be a later one than was asked for.
  struct Made {
    Mark mark;
    Ready value;
  };
  /// Runs on the thread of its own. What fails is made again when it is asked for next. What takes minutes looks at the
  /// token, which says that nobody will ask any more.
  using Make = std::function<Result<Made>(const std::stop_token&)>;

  explicit Kept(std::size_t most = 8) : most_(most) {}
  /// Waits for what is being made, or until that has stopped.
  ~Kept() {
    {
      const std::lock_guard lock(mutex_);
      stop_.request_stop();
    }
    woken_.notify_all();
    if (thread_.joinable()) thread_.join();
  }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;

  /// The newest that is ready; none while the first is made. Begins to make the one of this mark, unless it is there or
  /// something of the key is being made already.
  struct Found {
    Ready value;
    bool is_newest = false;  ///< made of this very mark
  };
  Found newest(const Key& key, const Mark& mark, Make make) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entry_of(key);
    const bool same = entry.value && entry.mark == mark;
    if (!same && !entry.being_made && !stop_.stop_requested()) {
      entry.being_made = true;
      waiting_.push_back({key, std::move(make)});
      if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
      woken_.notify_all();
    }
    return {entry.value, same};
  }

  /// The one of this mark, if it is there.
  Ready there(const Key& key, const Mark& mark) {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(entries_, key, &Entry::key);
    return found != entries_.end() && found->mark == mark ? found->value : nullptr;
  }
  /// Keeps a value that somebody made themselves.
  void keep(const Key& key, Mark mark, Ready value) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entry_of(key);
    entry.mark = std::move(mark), entry.value = std::move(value);
  }

 private:
  struct Entry {
    Key key;
    Mark mark = {};
    Ready value = nullptr;
    bool being_made = false;
  };
  struct Task {
    Key key;
    Make make;
  };

  /// The entry of a key, from now on the first to stay.
  Entry& entry_of(const Key& key) {
    const auto found = std::ranges::find(entries_, key, &Entry::key);
    if (found != entries_.end()) {
      entries_.splice(entries_.begin(), entries_, found);
      return entries_.front();
    }
    entries_.push_front(Entry{key});
    for (auto at = std::prev(entries_.end()); entries_.size() > most_ && at != entries_.begin();) {
      const auto before = std::prev(at);
      if (!at->being_made) entries_.erase(at);
      at = before;
    }
    return entries_.front();
  }

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      woken_.wait(lock, [this] { return stop_.stop_requested() || !waiting_.empty(); });
      if (stop_.stop_requested()) return;
      Task task = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      detail::making.acquire();
      auto made = task.make(stop_.get_token());
      detail::making.release();
      lock.lock();
      const auto found = std::ranges::find(entries_, task.key, &Entry::key);
      if (found == entries_.end()) continue;
      found->being_made = false;
      if (made) found->mark = std::move(made->mark), found->value = std::move(made->value);
    }
  }

  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable woken_;
  std::list<Entry> entries_;
  std::deque<Task> waiting_;
  std::thread thread_;
  std::stop_source stop_;
};

}  // namespace chiron
