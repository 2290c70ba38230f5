// Inside the engine: all assignments still in question, narrowed step by step to those with the fewest or the most
// pairs of some kind. It never weighs one step against another, so there may be any number of them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engines/matching/canonical.h"
#include "engines/matching/fair_proof.h"
#include "engines/matching/solvers.h"

namespace chiron::matching {

enum class Want : std::int8_t { fewest = 1, most = -1 };

/// Indices are canonical; a pair is its position in Canonical::column.
class Narrowing {
 public:
  /// Begins with every assignment that keeps the seats; `column_of` is one of them.
  Narrowing(const Canonical& canonical, std::span<const std::int32_t> column_of, WorkMeter& meter);

  /// Keeps the assignments with the fewest (most) of these pairs, or with the fewest learners who have nobody. The
  /// out-of-kilter method (D. R. Fulkerson, "An out-of-kilter method for minimal-cost flow problems", 1961), each
  /// violated arc searched from both ends at once; what is left is the optimal face. False: stopped, and of no use any
  /// more but for the assignment.
  bool keep(std::span<const std::uint32_t> pairs, Want want);
  bool keep_fewest_alone();

  /// The assignment at present: one of those still in question.
  std::vector<std::int32_t> column_of() const;
  std::uint32_t pair_of(std::uint32_t learner) const { return held_[learner]; }  ///< `alone` for nobody
  bool is_held(std::uint32_t pair) const { return held_[learner_of_[pair]] == pair; }
  bool is_open(std::uint32_t pair) const { return open_[pair] != 0; }
  bool may_be_alone(std::uint32_t learner) const { return alone_open_[learner] != 0; }
  bool must_be_full(std::uint32_t educator) const { return must_be_full_[educator] != 0; }

  /// The proof of the last step (fair_proof.h).
  std::int32_t ground() const { return ground_; }
  std::span<const Height> heights() const { return heights_; }

  static constexpr std::uint32_t alone = 0xFFFFFFFF;

 private:
  using Node = std::uint32_t;  ///< a learner, learners + an educator, or the ground

  Node node_of_educator(std::uint32_t j) const { return learners_ + j; }
  bool is_learner(Node node) const { return node < learners_; }
  std::uint32_t educator_at(std::uint32_t pair) const { return pair == alone ? educators_ : c_.column[pair]; }
  bool is_full(std::uint32_t j) const { return at_[j].size() >= static_cast<std::size_t>(c_.capacity[j]); }
  std::int32_t cost_of(std::uint32_t pair) const { return pair == alone ? alone_cost_ : cost_[pair]; }
  /// What a learner would pay more for the pair than at present values; 0 for held pairs in kilter.
  std::int32_t excess(std::uint32_t i, std::uint32_t pair) const {
    return cost_of(pair) + value_[i] - value_[learners_ + educator_at(pair)];
  }

  bool repair(Node from, Node to, std::uint32_t via);
  std::uint64_t cost_ahead(Node node) const;
  std::uint64_t cost_behind(Node node) const;
  void step_forward(Node node);
  void step_backward(Node node);
  void reach_forward(Node node, Node by, std::uint32_t via);
  void reach_backward(Node node, Node by, std::uint32_t via);
  void turn(Node from, Node to, std::uint32_t via);
  void sit(std::uint32_t i, std::uint32_t pair);
  void leave(std::uint32_t i);
  void shift(std::span<const Node> nodes, std::int32_t by);
  void touch(Node node);
  bool spend();
  void close_step(std::span<const std::uint32_t> pairs);
  void close_dear_options(std::uint32_t i);
  void close_if_dear(std::uint32_t pair);

  const Canonical& c_;
  WorkMeter& meter_;
  std::uint32_t learners_, educators_;
  Node ground_node_;
  std::vector<std::uint32_t> learner_of_;  ///< per pair
  std::vector<std::uint64_t> column_start_;
  std::vector<std::uint32_t> column_pair_;  ///< per educator: pairs, by learner
  std::vector<std::uint8_t> open_, alone_open_, must_be_full_;
  std::vector<std::uint32_t> held_;             ///< per learner: the pair, or alone
  std::vector<std::vector<std::uint32_t>> at_;  ///< per educator, and at the end for nobody: learners
  std::vector<std::uint32_t> place_in_;         ///< per learner: position in at_

  std::vector<std::int8_t> cost_;
  std::int32_t alone_cost_ = 0;
  std::vector<std::int32_t> value_;  ///< per node, 0 at the beginning of a step
  std::vector<std::uint8_t> is_touched_;
  std::vector<Node> touched_;
  std::int32_t ground_ = 0;
  std::vector<Height> heights_;

  struct Trace {
    std::uint32_t stamp = 0;
    Node by = 0;
    std::uint32_t via = 0;
  };
  std::vector<Trace> ahead_, behind_;
  std::vector<Node> forward_, backward_;
  std::uint32_t stamp_ = 0;
  static constexpr Node nowhere = 0xFFFFFFFF;
  Node meeting_ = nowhere;
  std::uint64_t work_ahead_ = 0, work_behind_ = 0, work_ = 0;
};

}  // namespace chiron::matching
