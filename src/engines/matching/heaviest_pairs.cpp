// Maximum-weight matching in general graphs by LEMON's MaxWeightedMatching (Edmonds' blossoms with heaps, O(nm log n)),
// behind plain arrays: canonical pairs in, pairs and prices of people and odd sets out. Most pairs can never be made,
// so only the likeliest are handed to it, and those that its prices contradict are added until there are none (U.
// Derigs, A. Metz, "Solving (large scale) matching problems combinatorially", 1991).
#include <algorithm>
#include <numeric>
#include <utility>

#include "engines/matching/peer_solvers.h"

// Only LEMON's templates are used, so that its library is not needed to run the program. Its headers are not written
// for our warning flags.
#define LEMON_ONLY_TEMPLATES
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <lemon/matching.h>
#pragma GCC diagnostic pop

namespace chiron::matching {
namespace {

/// An undirected graph as LEMON wants one, over arrays that do not change: each person's pairs lie side by side.
/// LEMON's own kinds of undirected graphs are lists that grow, and do not compile as C++23.
class Graph {
 public:
  struct Node {
    int id;
    Node() = default;
    Node(lemon::Invalid) : id(-1) {}
    explicit Node(int number) : id(number) {}
    auto operator<=>(const Node&) const = default;
  };
  struct Edge {
    int id;
    Edge() = default;
    Edge(lemon::Invalid) : id(-1) {}
    explicit Edge(int number) : id(number) {}
    auto operator<=>(const Edge&) const = default;
  };
  /// Arc 2e leads from the first to the second person of edge e, arc 2e + 1 back.
  struct Arc {
    int id;
    Arc() = default;
    Arc(lemon::Invalid) : id(-1) {}
    explicit Arc(int number) : id(number) {}
    operator Edge() const { return Edge(id < 0 ? -1 : id / 2); }
    bool operator==(const Arc& arc) const { return id == arc.id; }
    auto operator<=>(const Arc& arc) const { return id <=> arc.id; }
  };

  Graph(std::uint32_t nodes, const std::vector<std::uint32_t>& one, const std::vector<std::uint32_t>& other)
      : one_(one), other_(other), begin_(nodes + 1, 0), out_(2 * one.size()) {
    for (std::size_t e = 0; e < one.size(); ++e) {
      ++begin_[one[e] + 1];
      ++begin_[other[e] + 1];
    }
    for (std::uint32_t n = 0; n < nodes; ++n) begin_[n + 1] += begin_[n];
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (std::size_t e = 0; e < one.size(); ++e) {
      out_[next[one[e]]++] = static_cast<int>(2 * e);
      out_[next[other[e]]++] = static_cast<int>(2 * e + 1);
    }
  }

  int nodes() const { return static_cast<int>(begin_.size()) - 1; }
  int edges() const { return static_cast<int>(one_.size()); }
  Node u(Edge edge) const { return Node(static_cast<int>(one_[static_cast<std::size_t>(edge.id)])); }
  Node v(Edge edge) const { return Node(static_cast<int>(other_[static_cast<std::size_t>(edge.id)])); }
  Node source(Arc arc) const { return arc.id % 2 == 0 ? u(arc) : v(arc); }
  Node target(Arc arc) const { return arc.id % 2 == 0 ? v(arc) : u(arc); }
  Arc oppositeArc(Arc arc) const { return Arc(arc.id ^ 1); }
  Arc direct(Edge edge, bool forward) const { return Arc(2 * edge.id + (forward ? 0 : 1)); }
  Arc direct(Edge edge, Node from) const { return direct(edge, u(edge) == from); }
  bool direction(Arc arc) const { return arc.id % 2 == 0; }

  template <class Item>
  struct CountingIt : Item {
    int end;
    explicit CountingIt(int count) : Item(count == 0 ? -1 : 0), end(count) {}
    CountingIt& operator++() {
      if (++this->id == end) this->id = -1;
      return *this;
    }
  };
  struct NodeIt : CountingIt<Node> {
    explicit NodeIt(const Graph& graph) : CountingIt<Node>(graph.nodes()) {}
  };
  struct EdgeIt : CountingIt<Edge> {
    explicit EdgeIt(const Graph& graph) : CountingIt<Edge>(graph.edges()) {}
  };
  struct ArcIt : CountingIt<Arc> {
    explicit ArcIt(const Graph& graph) : CountingIt<Arc>(2 * graph.edges()) {}
  };
  enum class Way : int { out = 0, in = 1 };
  template <Way way>
  struct IncidentIt : Arc {
    const int* at;
    const int* end;
    IncidentIt(const Graph& graph, Node node)
        : at(graph.out_.data() + graph.begin_[static_cast<std::size_t>(node.id)]),
          end(graph.out_.data() + graph.begin_[static_cast<std::size_t>(node.id) + 1]) {
      look();
    }
    IncidentIt& operator++() {
      ++at;
      look();
      return *this;
    }
    void look() { this->id = at == end ? -1 : *at ^ static_cast<int>(way); }
  };
  using OutArcIt = IncidentIt<Way::out>;
  using InArcIt = IncidentIt<Way::in>;
  using IncEdgeIt = OutArcIt;  // named by LEMON, not used

  template <class Item, class V>
  class Map {
   public:
    using Key = Item;
    using Value = V;
    Map(std::size_t count, V value) : values_(count, value) {}
    typename std::vector<V>::reference operator[](Key key) { return values_[static_cast<std::size_t>(key.id)]; }
    typename std::vector<V>::const_reference operator[](Key key) const {
      return values_[static_cast<std::size_t>(key.id)];
    }
    void set(Key key, V value) { values_[static_cast<std::size_t>(key.id)] = value; }

   private:
    std::vector<V> values_;
  };
  template <class V>
  struct NodeMap : Map<Node, V> {
    explicit NodeMap(const Graph& graph, V value = V())
        : Map<Node, V>(static_cast<std::size_t>(graph.nodes()), value) {}
  };
  template <class V>
  struct EdgeMap : Map<Edge, V> {
    explicit EdgeMap(const Graph& graph, V value = V())
        : Map<Edge, V>(static_cast<std::size_t>(graph.edges()), value) {}
  };
  template <class V>
  struct ArcMap : Map<Arc, V> {
    explicit ArcMap(const Graph& graph, V value = V())
        : Map<Arc, V>(2 * static_cast<std::size_t>(graph.edges()), value) {}
  };

 private:
  const std::vector<std::uint32_t>& one_;
  const std::vector<std::uint32_t>& other_;
  std::vector<std::uint32_t> begin_;
  std::vector<int> out_;  ///< arcs by the node they leave
};

struct Stopped {};

/// The weights as LEMON looks at them: each look is a unit of work, and the only place where its run can be left.
struct MeteredWeights {
  using Key = Graph::Edge;
  using Value = std::int64_t;
  const std::int64_t* weight;
  WorkMeter* meter;
  Value operator[](Key edge) const {
    if (!meter->spend()) throw Stopped{};
    return weight[edge.id];
  }
};

using Blossoms = lemon::MaxWeightedMatching<Graph, MeteredWeights>;

/// The heaviest pairs first, and half of the heaviest pair as everybody's price: feasible, and never more than twice
/// off.
void pair_greedily(const CanonicalPeers& peers, const std::vector<std::int64_t>& weight, PairingAnswer& answer) {
  answer = {};
  answer.scale = 2;
  answer.peer_of.assign(peers.count(), alone);
  answer.price.assign(peers.count(), 0);
  std::vector<std::uint64_t> order(weight.size());
  std::iota(order.begin(), order.end(), std::uint64_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::uint64_t a, std::uint64_t b) { return weight[a] > weight[b]; });
  for (const std::uint64_t n : order) {
    const std::uint32_t a = peers.one[n], b = peers.other[n];
    if (weight[n] <= 0) break;
    for (const std::uint32_t p : {a, b}) answer.price[p] = std::max(answer.price[p], weight[n]);
    if (answer.peer_of[a] != alone || answer.peer_of[b] != alone) continue;
    answer.peer_of[a] = static_cast<std::int32_t>(b);
    answer.peer_of[b] = static_cast<std::int32_t>(a);
  }
}

/// All pairs at once. Not finished: stopped.
PairingAnswer with_all_pairs(const CanonicalPeers& peers, const std::vector<std::int64_t>& weight, WorkMeter& meter) {
  PairingAnswer answer;
  const Graph graph(peers.count(), peers.one, peers.other);
  const MeteredWeights weights{weight.data(), &meter};
  Blossoms blossoms(graph, weights);
  try {
    blossoms.run();
  } catch (const Stopped&) {
    return answer;
  }
  answer.finished = true;
  answer.scale = Blossoms::dualScale;
  answer.peer_of.reserve(peers.count());
  answer.price.reserve(peers.count());
  for (std::uint32_t n = 0; n < peers.count(); ++n) {
    const Graph::Node node = Graph::Node(static_cast<int>(n));
    const Graph::Node mate = blossoms.mate(node);
    answer.peer_of.push_back(mate == lemon::INVALID ? alone : mate.id);
    answer.price.push_back(blossoms.nodeValue(node));
  }
  for (int set = 0; set < blossoms.blossomNum(); ++set) {
    if (blossoms.blossomValue(set) == 0) continue;
    for (Blossoms::BlossomIt node(blossoms, set); node != lemon::INVALID; ++node)
      answer.member.push_back(static_cast<std::uint32_t>(Graph::Node(node).id));
    answer.set_start.push_back(answer.member.size());
    answer.set_price.push_back(blossoms.blossomValue(set));
  }
  return answer;
}

/// What people would ask for being paired if each settled halfway between their best and second best offer, over and
/// over (Y. Kanoria and others, "Fast convergence of natural bargaining dynamics in exchange networks", 2011). Near
/// the prices that prove the best pairs, and cheap; nothing rests on how near. False: stopped.
bool bargain(const CanonicalPeers& peers, const std::vector<std::int64_t>& weight, std::vector<std::int64_t>& price,
             WorkMeter& meter) {
  constexpr int sweeps = 6;
  struct Offer {
    std::int64_t weight;
    std::uint32_t from;
  };
  std::vector<std::uint64_t> start(std::size_t{peers.count()} + 1, 0);
  for (std::size_t n = 0; n < weight.size(); ++n) {
    ++start[peers.one[n] + 1];
    ++start[peers.other[n] + 1];
  }
  for (std::uint32_t p = 0; p < peers.count(); ++p) start[p + 1] += start[p];
  std::vector<Offer> offers(2 * weight.size());
  std::vector<std::uint64_t> next(start.begin(), start.end() - 1);
  price.assign(peers.count(), 0);
  for (std::size_t n = 0; n < weight.size(); ++n) {
    const std::uint32_t a = peers.one[n], b = peers.other[n];
    offers[next[a]++] = {weight[n], b};
    offers[next[b]++] = {weight[n], a};
    for (const std::uint32_t p : {a, b}) price[p] = std::max(price[p], weight[n] / 2);
  }
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    if (!meter.spend(offers.size())) return false;
    for (std::uint32_t p = 0; p < peers.count(); ++p) {
      std::int64_t best = 0, second = 0;
      for (std::uint64_t e = start[p]; e < start[p + 1]; ++e) {
        const std::int64_t offer = offers[e].weight - price[offers[e].from];
        if (offer > best) second = std::exchange(best, offer);
        else second = std::max(second, offer);
      }
      price[p] = (best + second) / 2;
    }
  }
  return true;
}

/// Which pairs cost less than they are worth at the prices of an answer that did not know them.
class Contradictions {
 public:
  Contradictions(const CanonicalPeers& peers, const std::vector<std::int64_t>& weight, const PairingAnswer& answer)
      : peers_(peers), weight_(weight), answer_(answer), sets_of_(peers.count()) {
    for (std::size_t set = 0; set < answer.set_price.size(); ++set)
      for (std::uint64_t m = answer.set_start[set]; m < answer.set_start[set + 1]; ++m)
        sets_of_[answer.member[m]].push_back(set);
  }

  bool holds(std::size_t n) const {
    const std::uint32_t a = peers_.one[n], b = peers_.other[n];
    std::int64_t missing = weight_[n] * answer_.scale - answer_.price[a] - answer_.price[b];
    if (missing <= 0) return false;
    for (auto s = sets_of_[a].begin(), t = sets_of_[b].begin(); s != sets_of_[a].end() && t != sets_of_[b].end();) {
      if (*s == *t) missing -= answer_.set_price[*s];
      const bool both = *s == *t, less = *s < *t;
      if (both || less) ++s;
      if (both || !less) ++t;
    }
    return missing > 0;
  }

 private:
  const CanonicalPeers& peers_;
  const std::vector<std::int64_t>& weight_;
  const PairingAnswer& answer_;
  std::vector<std::vector<std::size_t>> sets_of_;  ///< per person, ascending
};

/// With the likeliest pairs, and those that turn out to be missing. Not finished: stopped.
PairingAnswer with_likely_pairs(const CanonicalPeers& peers, const std::vector<std::int64_t>& weight,
                                std::size_t likely, WorkMeter& meter) {
  std::vector<std::int64_t> price;
  if (!bargain(peers, weight, price, meter)) return {};
  std::vector<std::int64_t> slack(weight.size());
  for (std::size_t n = 0; n < weight.size(); ++n) slack[n] = price[peers.one[n]] + price[peers.other[n]] - weight[n];
  std::vector<std::uint8_t> is_in(weight.size(), 0);
  for (int round = 0;; ++round) {
    if (likely >= weight.size() || round == 4) return with_all_pairs(peers, weight, meter);
    auto order = slack;
    const auto last = order.begin() + static_cast<std::ptrdiff_t>(likely);
    std::nth_element(order.begin(), last, order.end());
    CanonicalPeers some;
    some.person = peers.person;
    std::vector<std::int64_t> weight_of_some;
    for (std::size_t n = 0; n < weight.size(); ++n) {
      if (slack[n] > *last && is_in[n] == 0) continue;
      is_in[n] = 1;
      some.one.push_back(peers.one[n]);
      some.other.push_back(peers.other[n]);
      weight_of_some.push_back(weight[n]);
    }
    if (!meter.spend(weight.size())) return {};
    PairingAnswer answer = with_all_pairs(some, weight_of_some, meter);
    if (!answer.finished) return answer;
    const Contradictions contradictions(peers, weight, answer);
    bool any = false;
    for (std::size_t n = 0; n < weight.size(); ++n) {
      if (is_in[n] != 0 || !contradictions.holds(n)) continue;
      is_in[n] = 1;
      any = true;
    }
    if (!any) return answer;
    likely *= 2;
  }
}

}  // namespace

PairingAnswer heaviest_pairs(const CanonicalPeers& peers, const std::vector<std::int64_t>& weight, WorkMeter& meter,
                             std::uint32_t likely_each) {
  const std::size_t likely = std::size_t{likely_each} * peers.count();
  PairingAnswer answer =
      likely < weight.size() ? with_likely_pairs(peers, weight, likely, meter) : with_all_pairs(peers, weight, meter);
  if (!answer.finished) pair_greedily(peers, weight, answer);
  return answer;
}

}  // namespace chiron::matching
