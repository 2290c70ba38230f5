// LEMON's network simplex on the same canonical problems: the fastest solver in Debian for this shape, so the one to
// agree with in tests and to be measured against in bench/. Not part of the program.
#include "engines/matching/rival.h"

#include <utility>

// LEMON's headers are not written for our warning flags.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wextra"
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>
#pragma GCC diagnostic pop

namespace chiron::matching {
namespace {

using Graph = lemon::StaticDigraph;

/// A map computed on the fly, so that no second copy of the arcs is needed.
template <class Key, class Function>
struct Computed {
  using Value = std::invoke_result_t<Function, Key>;
  Function function;
  Value operator[](Key key) const { return function(key); }
};

template <class Key, class Function>
Computed<Key, Function> computed(Function function) {
  return {std::move(function)};
}

template <class Cost>
FlowAnswer simplex_of(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t penalty) {
  const int learners = static_cast<int>(canonical.learner_count());
  const int educators = static_cast<int>(canonical.educator_count());
  const int nobody = learners + educators;  // the node that takes learners who stay without an educator
  FlowAnswer answer;
  answer.column_of.assign(canonical.learner_count(), unmatched);
  answer.price.assign(canonical.educator_count(), 0);
  if (learners == 0) {
    answer.finished = true;
    return answer;
  }

  // Costs are made positive, so that nobody is sent twice: every learner sends out at least one unit.
  std::int64_t best = -penalty;
  const auto score_of = [&](std::uint64_t e) -> std::int64_t {
    return score[canonical.pair.empty() ? e : canonical.pair[e]];
  };
  for (std::uint64_t e = 0; e < canonical.column.size(); ++e) best = std::max(best, score_of(e));
  std::vector<std::pair<int, int>> arcs;
  arcs.reserve(canonical.column.size() + canonical.learner_count());
  for (int i = 0; i < learners; ++i) {
    for (std::uint64_t e = canonical.row_start[i]; e < canonical.row_start[i + 1]; ++e) {
      arcs.emplace_back(i, learners + static_cast<int>(canonical.column[e]));
    }
    arcs.emplace_back(i, nobody);
  }
  Graph graph;
  graph.build(nobody + 1, arcs.begin(), arcs.end());
  std::vector<std::pair<int, int>>().swap(arcs);

  // Arc a of learner i is pair a − i of the canonical rows, or the way to `nobody` at the row's end.
  const auto cost = computed<Graph::Arc>([&](Graph::Arc arc) -> Cost {
    const int i = graph.index(graph.source(arc));
    if (graph.index(graph.target(arc)) == nobody) return static_cast<Cost>(best + 1 + penalty);
    return static_cast<Cost>(best + 1 - score_of(static_cast<std::uint64_t>(graph.index(arc) - i)));
  });
  const auto supply = computed<Graph::Node>([&](Graph::Node node) -> int {
    const int n = graph.index(node);
    if (n < learners) return 1;
    if (n == nobody) return -learners - 1;  // never full, so that its potential is 0
    return -canonical.capacity[static_cast<std::uint32_t>(n - learners)];
  });

  using Simplex = lemon::NetworkSimplex<Graph, int, Cost>;
  Simplex simplex(graph);
  simplex.costMap(cost).supplyMap(supply).supplyType(Simplex::GEQ);
  answer.finished = simplex.run() == Simplex::OPTIMAL;
  if (!answer.finished) return answer;
  for (int i = 0; i < learners; ++i) {
    for (Graph::OutArcIt arc(graph, graph.node(i)); arc != lemon::INVALID; ++arc) {
      const int target = graph.index(graph.target(arc));
      if (target != nobody && simplex.flow(arc) > 0) answer.column_of[i] = target - learners;
    }
  }
  for (int j = 0; j < educators; ++j)
    answer.price[j] = std::max<std::int64_t>(0, -simplex.potential(graph.node(learners + j)));
  return answer;
}

}  // namespace

FlowAnswer network_simplex(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t penalty,
                           Costs costs) {
  return costs == Costs::narrow ? simplex_of<std::int32_t>(canonical, score, penalty)
                                : simplex_of<std::int64_t>(canonical, score, penalty);
}

}  // namespace chiron::matching
