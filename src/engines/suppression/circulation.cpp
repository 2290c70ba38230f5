// Circulations by breadth-first augmenting paths: tables are tiny, so the simplest method serves.
#include "engines/suppression/circulation.h"

#include <algorithm>

namespace chiron::suppression {

std::uint32_t Circulation::add(std::uint32_t from, std::uint32_t to, std::int64_t low, std::int64_t high) {
  const auto number = static_cast<std::uint32_t>(arcs_.size());
  arcs_.push_back({from, to, low, high, low});
  if (low < high) {  // a shown figure carries nothing more
    arcs_at_[from].push_back(number);
    arcs_at_[to].push_back(number);
  }
  return number;
}

std::int64_t Circulation::send(std::uint32_t from, std::uint32_t to, std::int64_t amount, std::int64_t skip) {
  constexpr std::uint32_t nothing = ~0U;
  std::int64_t sent = 0;
  std::vector<std::uint32_t> came_by;
  std::vector<std::uint32_t> open;
  const auto room = [&](std::uint32_t a, std::uint32_t at) {
    return arcs_[a].from == at ? arcs_[a].high - arcs_[a].flow : arcs_[a].flow - arcs_[a].low;
  };
  while (sent < amount) {
    came_by.assign(arcs_at_.size(), nothing);
    open.assign(1, from);
    for (std::size_t n = 0; n < open.size() && came_by[to] == nothing; ++n) {
      const std::uint32_t at = open[n];
      for (const std::uint32_t a : arcs_at_[at]) {
        const std::uint32_t next = arcs_[a].from == at ? arcs_[a].to : arcs_[a].from;
        if (a == skip || next == from || came_by[next] != nothing || room(a, at) == 0) continue;
        came_by[next] = a;
        open.push_back(next);
      }
    }
    if (came_by[to] == nothing) break;
    const auto before = [&](std::uint32_t at) {
      const Arc& arc = arcs_[came_by[at]];
      return arc.to == at ? arc.from : arc.to;
    };
    std::int64_t step = amount - sent;
    for (std::uint32_t at = to; at != from; at = before(at)) step = std::min(step, room(came_by[at], before(at)));
    for (std::uint32_t at = to; at != from;) {
      const std::uint32_t previous = before(at);
      Arc& arc = arcs_[came_by[at]];
      arc.flow += arc.from == previous ? step : -step;
      at = previous;
    }
    sent += step;
  }
  return sent;
}

bool Circulation::balance() {
  std::vector<std::int64_t> surplus(arcs_at_.size(), 0);
  for (const Arc& arc : arcs_) {
    surplus[arc.to] += arc.flow;
    surplus[arc.from] -= arc.flow;
  }
  for (std::uint32_t from = 0; from < surplus.size(); ++from) {
    for (std::uint32_t to = 0; to < surplus.size() && surplus[from] > 0; ++to) {
      if (surplus[to] >= 0) continue;
      const std::int64_t sent = send(from, to, std::min(surplus[from], -surplus[to]), -1);
      surplus[from] -= sent;
      surplus[to] += sent;
    }
  }
  return std::all_of(surplus.begin(), surplus.end(), [](std::int64_t s) { return s == 0; });
}

std::int64_t Circulation::greatest(std::uint32_t arc) {
  // More on the arc must come back from its head to its tail by other ways.
  const std::int64_t more = send(arcs_[arc].to, arcs_[arc].from, arcs_[arc].high - arcs_[arc].flow, arc);
  arcs_[arc].flow += more;
  return arcs_[arc].flow;
}

std::int64_t Circulation::least(std::uint32_t arc) {
  const std::int64_t less = send(arcs_[arc].from, arcs_[arc].to, arcs_[arc].flow - arcs_[arc].low, arc);
  arcs_[arc].flow -= less;
  return arcs_[arc].flow;
}

}  // namespace chiron::suppression
