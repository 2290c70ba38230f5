// Chunks handed out in turn, to whoever is free.
#include "engines/matching/chunks.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace chiron::matching {

void in_chunks(std::uint32_t count, std::uint32_t chunk, Threads threads, std::stop_token stop,
               const std::function<void(unsigned, std::uint32_t, std::uint32_t)>& work) {
  std::atomic<std::uint32_t> next = 0;
  const std::uint32_t chunks = (count + chunk - 1) / chunk;
  const auto loop = [&](unsigned worker) {
    for (std::uint32_t c = next++; c < chunks && !stop.stop_requested(); c = next++) {
      work(worker, c * chunk, std::min(count, (c + 1) * chunk));
    }
  };
  if (threads == Threads::one || chunks < 2) return loop(0);
  std::jthread other(loop, 1);
  loop(0);
}

}  // namespace chiron::matching
