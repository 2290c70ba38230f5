// Narrowing by the out-of-kilter method.
#include "engines/matching/narrowing.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chiron::matching {

Narrowing::Narrowing(const Canonical& canonical, std::span<const std::int32_t> column_of, WorkMeter& meter)
    : c_(canonical),
      meter_(meter),
      learners_(canonical.learner_count()),
      educators_(canonical.educator_count()),
      ground_node_(learners_ + educators_),
      learner_of_(canonical.column.size()),
      column_start_(educators_ + 1, 0),
      column_pair_(canonical.column.size()),
      open_(canonical.column.size(), 1),
      alone_open_(learners_, 1),
      must_be_full_(educators_, 0),
      held_(learners_, alone),
      at_(educators_ + 1),
      place_in_(learners_, 0),
      cost_(canonical.column.size(), 0),
      value_(ground_node_ + 1, 0),
      is_touched_(ground_node_ + 1, 0),
      ahead_(ground_node_ + 1),
      behind_(ground_node_ + 1) {
  for (const std::uint32_t j : c_.column) ++column_start_[j + 1];
  for (std::uint32_t j = 0; j < educators_; ++j) column_start_[j + 1] += column_start_[j];
  std::vector<std::uint64_t> next(column_start_.begin(), column_start_.end() - 1);
  for (std::uint32_t i = 0; i < learners_; ++i) {
    std::uint32_t pair = alone;
    for (std::uint64_t e = c_.row_start[i]; e < c_.row_start[i + 1]; ++e) {
      const std::uint32_t j = c_.column[e];
      learner_of_[e] = i;
      column_pair_[next[j]++] = static_cast<std::uint32_t>(e);
      if (c_.capacity[j] <= 0) open_[e] = 0;
      if (static_cast<std::int32_t>(j) == column_of[i]) pair = static_cast<std::uint32_t>(e);
    }
    sit(i, pair);
  }
  for (std::uint32_t j = 0; j < educators_; ++j) must_be_full_[j] = c_.capacity[j] <= 0 ? 1 : 0;
}

std::vector<std::int32_t> Narrowing::column_of() const {
  std::vector<std::int32_t> column(learners_, unmatched);
  for (std::uint32_t i = 0; i < learners_; ++i)
    if (held_[i] != alone) column[i] = static_cast<std::int32_t>(c_.column[held_[i]]);
  return column;
}

void Narrowing::sit(std::uint32_t i, std::uint32_t pair) {
  held_[i] = pair;
  auto& sitting = at_[educator_at(pair)];
  place_in_[i] = static_cast<std::uint32_t>(sitting.size());
  sitting.push_back(i);
}

void Narrowing::leave(std::uint32_t i) {
  auto& sitting = at_[educator_at(held_[i])];
  const std::uint32_t last = sitting.back();
  sitting[place_in_[i]] = last;
  place_in_[last] = place_in_[i];
  sitting.pop_back();
}

bool Narrowing::keep(std::span<const std::uint32_t> pairs, Want want) {
  for (const std::uint32_t pair : pairs) cost_[pair] = static_cast<std::int8_t>(want);
  for (const std::uint32_t pair : pairs) {
    const std::uint32_t i = learner_of_[pair];
    if (open_[pair] == 0) continue;
    const Node educator = node_of_educator(c_.column[pair]);
    // A pair held dearly should be left, one not held that pays should be taken: each closes one circle, if there is.
    if (held_[i] == pair && excess(i, pair) > 0 && !repair(educator, i, pair)) return false;
    if (held_[i] != pair && excess(i, pair) < 0 && !repair(i, educator, pair)) return false;
  }
  close_step(pairs);
  for (const std::uint32_t pair : pairs) cost_[pair] = 0;
  return spend();
}

bool Narrowing::keep_fewest_alone() {
  alone_cost_ = 1;
  for (std::uint32_t i = 0; i < learners_; ++i)
    if (held_[i] == alone && alone_open_[i] != 0 && excess(i, alone) > 0 && !repair(ground_node_, i, alone))
      return false;
  touch(ground_node_);  // every learner's option to be alone is looked at
  close_step({});
  alone_cost_ = 0;
  return spend();
}

bool Narrowing::spend() { return meter_.spend(std::exchange(work_, 0)); }

/// The arc from→to pays at present values. Follows it and a way back from `to` to `from` that costs nothing; when there
/// is none, moves the values of one side until the arc no longer pays.
bool Narrowing::repair(Node from, Node to, std::uint32_t via) {
  ++stamp_;
  meeting_ = nowhere;
  work_ahead_ = work_behind_ = 0;
  forward_.clear();
  backward_.clear();
  reach_forward(to, nowhere, alone);
  reach_backward(from, nowhere, alone);
  std::size_t next_ahead = 0, next_behind = 0;
  while (meeting_ == nowhere) {
    if (next_ahead == forward_.size()) {
      shift(forward_, -1);
      break;
    }
    if (next_behind == backward_.size()) {
      shift(backward_, 1);
      break;
    }
    // Whichever side will have worked less: so a large side, such as all that the ground leads to, is seldom entered.
    const Node ahead = forward_[next_ahead], behind = backward_[next_behind];
    if (work_ahead_ + cost_ahead(ahead) <= work_behind_ + cost_behind(behind)) {
      work_ahead_ += cost_ahead(ahead);
      step_forward(ahead);
      ++next_ahead;
    } else {
      work_behind_ += cost_behind(behind);
      step_backward(behind);
      ++next_behind;
    }
  }
  if (meeting_ != nowhere) turn(from, to, via);
  work_ += work_ahead_ + work_behind_;
  return spend();
}

std::uint64_t Narrowing::cost_ahead(Node node) const {
  if (is_learner(node)) return c_.row_start[node + 1] - c_.row_start[node] + 1;
  return at_[node - learners_].size() + 1 + (node == ground_node_ ? educators_ : 0);
}

std::uint64_t Narrowing::cost_behind(Node node) const {
  if (is_learner(node)) return 1;
  if (node == ground_node_) return std::uint64_t{learners_} + educators_;
  return column_start_[node - learners_ + 1] - column_start_[node - learners_] + 1;
}

void Narrowing::reach_forward(Node node, Node by, std::uint32_t via) {
  if (ahead_[node].stamp == stamp_) return;
  ahead_[node] = {stamp_, by, via};
  forward_.push_back(node);
  if (behind_[node].stamp == stamp_ && meeting_ == nowhere) meeting_ = node;
}

void Narrowing::reach_backward(Node node, Node by, std::uint32_t via) {
  if (behind_[node].stamp == stamp_) return;
  behind_[node] = {stamp_, by, via};
  backward_.push_back(node);
  if (ahead_[node].stamp == stamp_ && meeting_ == nowhere) meeting_ = node;
}

/// Where one may go on from a node without paying: a learner to another open option, an educator to a learner who sits
/// there or, with a free seat, to the ground, the ground to a learner who has nobody or an educator who may lose one.
void Narrowing::step_forward(Node node) {
  if (is_learner(node)) {
    const std::uint32_t i = node;
    for (std::uint64_t e = c_.row_start[i]; e < c_.row_start[i + 1]; ++e) {
      const auto pair = static_cast<std::uint32_t>(e);
      if (open_[pair] != 0 && held_[i] != pair && excess(i, pair) <= 0)
        reach_forward(node_of_educator(c_.column[pair]), node, pair);
    }
    if (alone_open_[i] != 0 && held_[i] != alone && excess(i, alone) <= 0) reach_forward(ground_node_, node, alone);
    return;
  }
  const std::uint32_t j = node - learners_;
  for (const std::uint32_t i : at_[j])
    if (excess(i, held_[i]) >= 0) reach_forward(i, node, held_[i]);
  if (node == ground_node_) {
    for (std::uint32_t k = 0; k < educators_; ++k)
      if (must_be_full_[k] == 0 && !at_[k].empty() && value_[ground_node_] <= value_[node_of_educator(k)])
        reach_forward(node_of_educator(k), node, alone);
  } else if (must_be_full_[j] == 0 && !is_full(j) && value_[node] <= value_[ground_node_]) {
    reach_forward(ground_node_, node, alone);
  }
}

/// The same from the other end: from where may one come to a node?
void Narrowing::step_backward(Node node) {
  if (is_learner(node)) {
    const std::uint32_t i = node;
    if (excess(i, held_[i]) >= 0) reach_backward(learners_ + educator_at(held_[i]), node, held_[i]);
    return;
  }
  if (node == ground_node_) {
    for (std::uint32_t i = 0; i < learners_; ++i)
      if (alone_open_[i] != 0 && held_[i] != alone && excess(i, alone) <= 0) reach_backward(i, node, alone);
    for (std::uint32_t k = 0; k < educators_; ++k)
      if (must_be_full_[k] == 0 && !is_full(k) && value_[node_of_educator(k)] <= value_[ground_node_])
        reach_backward(node_of_educator(k), node, alone);
    return;
  }
  const std::uint32_t j = node - learners_;
  for (std::uint64_t n = column_start_[j]; n < column_start_[j + 1]; ++n) {
    const std::uint32_t pair = column_pair_[n], i = learner_of_[pair];
    if (open_[pair] != 0 && held_[i] != pair && excess(i, pair) <= 0) reach_backward(i, node, pair);
  }
  if (must_be_full_[j] == 0 && !at_[j].empty() && value_[ground_node_] <= value_[node])
    reach_backward(ground_node_, node, alone);
}

/// Everybody on the circle takes the option by which it leaves them.
void Narrowing::turn(Node from, Node to, std::uint32_t via) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> moves;
  for (Node node = meeting_; node != to; node = ahead_[node].by)
    if (is_learner(ahead_[node].by)) moves.emplace_back(ahead_[node].by, ahead_[node].via);
  for (Node node = meeting_; node != from; node = behind_[node].by)
    if (is_learner(node)) moves.emplace_back(node, behind_[node].via);
  if (is_learner(from)) moves.emplace_back(from, via);
  for (const auto& [i, pair] : moves) leave(i);
  for (const auto& [i, pair] : moves) sit(i, pair);
}

void Narrowing::touch(Node node) {
  if (std::exchange(is_touched_[node], std::uint8_t{1}) == 0) touched_.push_back(node);
}

void Narrowing::shift(std::span<const Node> nodes, std::int32_t by) {
  for (const Node node : nodes) {
    touch(node);
    value_[node] += by;
  }
}

void Narrowing::close_if_dear(std::uint32_t pair) {
  if (open_[pair] != 0 && excess(learner_of_[pair], pair) != 0) open_[pair] = 0;
}

void Narrowing::close_dear_options(std::uint32_t i) {
  for (std::uint64_t e = c_.row_start[i]; e < c_.row_start[i + 1]; ++e) close_if_dear(static_cast<std::uint32_t>(e));
  if (excess(i, alone) != 0) alone_open_[i] = 0;
  work_ += c_.row_start[i + 1] - c_.row_start[i] + 1;
}

/// Writes the proof of the step down and closes what no best assignment uses.
void Narrowing::close_step(std::span<const std::uint32_t> pairs) {
  if (is_touched_[ground_node_] != 0)
    for (std::uint32_t j = 0; j < educators_; ++j) touch(node_of_educator(j));
  for (const std::uint32_t pair : pairs)
    if (held_[learner_of_[pair]] == pair) touch(learner_of_[pair]);
  for (std::size_t n = 0; n < touched_.size(); ++n) {  // grows while it is read
    const Node node = touched_[n];
    if (is_learner(node)) {  // what a learner holds is their cheapest option: nothing is left to gain
      value_[node] = value_[learners_ + educator_at(held_[node])] - cost_of(held_[node]);
      continue;
    }
    const std::uint32_t j = node - learners_;
    // Nobody sits there and nobody has to: it is worth what any free seat is.
    if (j < educators_ && must_be_full_[j] == 0 && at_[j].empty())
      value_[node] = std::min(value_[node], value_[ground_node_]);
    for (const std::uint32_t i : at_[j]) touch(i);
  }
  ground_ = -value_[ground_node_];
  heights_.clear();
  std::sort(touched_.begin(), touched_.end());
  for (const Node node : touched_) {
    if (is_learner(node)) {
      close_dear_options(node);
      continue;
    }
    if (node == ground_node_) {
      for (std::uint32_t i = 0; i < learners_; ++i)
        if (excess(i, alone) != 0) alone_open_[i] = 0;
      work_ += learners_;
      continue;
    }
    const std::uint32_t j = node - learners_;
    for (std::uint64_t n = column_start_[j]; n < column_start_[j + 1]; ++n) close_if_dear(column_pair_[n]);
    work_ += column_start_[j + 1] - column_start_[j] + 1;
    const std::int32_t height = -value_[node];
    if (height != (must_be_full_[j] != 0 ? 0 : ground_)) heights_.push_back({j, height});
    if (height != ground_) must_be_full_[j] = 1;
  }
  for (const std::uint32_t pair : pairs) close_if_dear(pair);
  work_ += pairs.size();
  for (const Node node : touched_) {
    value_[node] = 0;
    is_touched_[node] = 0;
  }
  touched_.clear();
}

}  // namespace chiron::matching
