// Inside the engine: a table with its totals as a circulation. Rows, columns and the two ends of the grand total are
// nodes; every figure is an arc; "the parts add up to the total" is "what flows in flows out". The least and greatest
// value of a figure are then exact, by augmenting paths.
#pragma once

#include <cstdint>
#include <vector>

namespace chiron::suppression {

class Circulation {
 public:
  explicit Circulation(std::uint32_t nodes) : arcs_at_(nodes) {}

  /// Adds an arc whose flow lies in low … high; returns its number.
  std::uint32_t add(std::uint32_t from, std::uint32_t to, std::int64_t low, std::int64_t high);
  /// Finds some flow that balances every node; false when there is none.
  bool balance();
  /// The greatest and least flow on one arc over all balanced flows. `balance` must have succeeded.
  std::int64_t greatest(std::uint32_t arc);
  std::int64_t least(std::uint32_t arc);

 private:
  struct Arc {
    std::uint32_t from;
    std::uint32_t to;
    std::int64_t low;
    std::int64_t high;
    std::int64_t flow;
  };

  /// Sends up to `amount` from one node to another, never through arc `skip`; returns how much arrived.
  std::int64_t send(std::uint32_t from, std::uint32_t to, std::int64_t amount, std::int64_t skip);

  std::vector<Arc> arcs_;
  std::vector<std::vector<std::uint32_t>> arcs_at_;
};

}  // namespace chiron::suppression
