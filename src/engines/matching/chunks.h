// Inside the engine: work that one or two threads share, with the same outcome.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

#include "engines/matching/candidates.h"

namespace chiron::matching {

/// Calls work(worker, first, last) for consecutive chunks of 0 … count-1, by worker 0 alone or by 0 and 1 at once. Each
/// chunk must write only what belongs to it; then the outcome does not depend on the number of threads.
void in_chunks(std::uint32_t count, std::uint32_t chunk, Threads threads, std::stop_token stop,
               const std::function<void(unsigned worker, std::uint32_t first, std::uint32_t last)>& work);

}  // namespace chiron::matching
