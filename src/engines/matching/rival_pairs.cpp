// LEMON's MaxWeightedMatching called directly on its own kind of graph.
#include "engines/matching/rival_pairs.h"

// LEMON's headers are not written for our warning flags.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <lemon/matching.h>
#include <lemon/smart_graph.h>
#pragma GCC diagnostic pop

namespace chiron::matching {

std::int64_t blossoms_of_lemon(std::uint32_t people, const std::vector<std::uint32_t>& one,
                               const std::vector<std::uint32_t>& other, const std::vector<std::int32_t>& weight) {
  using Graph = lemon::SmartGraph;
  Graph graph;
  graph.reserveNode(static_cast<int>(people));
  graph.reserveEdge(static_cast<int>(one.size()));
  for (std::uint32_t n = 0; n < people; ++n) graph.addNode();
  Graph::EdgeMap<int> weights(graph);
  for (std::size_t n = 0; n < one.size(); ++n) {
    const Graph::Edge edge =
        graph.addEdge(Graph::nodeFromId(static_cast<int>(one[n])), Graph::nodeFromId(static_cast<int>(other[n])));
    weights[edge] = weight[n];
  }
  lemon::MaxWeightedMatching<Graph> blossoms(graph, weights);
  blossoms.run();
  std::int64_t total = 0;
  for (Graph::EdgeIt edge(graph); edge != lemon::INVALID; ++edge)
    if (blossoms.matching(edge)) total += weights[edge];
  return total;
}

}  // namespace chiron::matching
