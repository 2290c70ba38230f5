// Stable roommates with incomplete lists: Irving's proposals and rotations (1985) over preference lists that only ever
// lose their tails, with Tan's odd circles (1991) kept where Irving gives up.
#include <algorithm>
#include <span>
#include <tuple>

#include "engines/matching/peer_solvers.h"
#include "engines/matching/people_list.h"

namespace chiron::matching {
namespace {

constexpr std::uint32_t nobody_there = ~std::uint32_t{0};

class Roommates {
 public:
  Roommates(const CanonicalPeers& peers, const PeerProblem& problem, WorkMeter& meter)
      : peers_(peers), problem_(problem), meter_(meter) {}

  RoommatesAnswer run() {
    if (!arrange() || !propose() || !rotate()) return {};
    RoommatesAnswer answer;
    answer.finished = true;
    for (std::uint32_t p = 0; p < peers_.count(); ++p)
      answer.successor.push_back(is_empty(p) ? p : list_[start_[p] + first_[p]].who);
    return answer;
  }

 private:
  /// A candidate on somebody's list.
  struct Entry {
    std::uint32_t who;   ///< the other person
    std::uint32_t back;  ///< where this person stands on the other's list
  };

  std::uint32_t length(std::uint32_t p) const { return static_cast<std::uint32_t>(start_[p + 1] - start_[p]); }
  /// A pair is gone as soon as one of the two has lost it with the tail.
  bool is_there(std::uint32_t p, std::uint32_t at) const {
    if (at >= end_[p]) return false;
    const Entry& entry = list_[start_[p] + at];
    return entry.back < end_[entry.who];
  }
  bool is_empty(std::uint32_t p) const { return first_[p] >= end_[p]; }
  const Entry& first(std::uint32_t p) const { return list_[start_[p] + first_[p]]; }
  std::uint32_t last(std::uint32_t p) const { return list_[start_[p] + end_[p] - 1].who; }

  /// The first entry that is there at or after `from`; end_[p] or more when there is none. False: stopped.
  bool seek(std::uint32_t p, std::uint32_t& from) {
    while (from < end_[p] && !is_there(p, from)) {
      ++from;
      if (!meter_.spend()) return false;
    }
    return true;
  }

  /// Everybody's list, best first: rank, score, the pair's lottery number, keys.
  bool arrange() {
    const std::uint32_t count = peers_.count();
    std::vector<std::uint64_t> lottery(peers_.pair.size());
    start_.assign(count + 1, 0);
    for (std::size_t n = 0; n < peers_.pair.size(); ++n) {
      CanonicalKey a = key(peers_.one[n]), b = key(peers_.other[n]);
      if (b < a) std::swap(a, b);
      lottery[n] = lottery_number(problem_.lottery_seed, a, b);
      ++start_[peers_.one[n] + 1];
      ++start_[peers_.other[n] + 1];
    }
    for (std::uint32_t p = 0; p < count; ++p) start_[p + 1] += start_[p];
    std::vector<std::uint32_t> order(2 * peers_.pair.size());  // canonical pairs, grouped by person
    auto next = start_;
    for (std::uint32_t n = 0; n < peers_.pair.size(); ++n) {
      order[next[peers_.one[n]]++] = n;
      order[next[peers_.other[n]]++] = n;
    }
    std::vector<std::uint32_t> where(2 * peers_.pair.size());  // of each pair's two entries, by who is smaller
    for (std::uint32_t p = 0; p < count; ++p) {
      if (!meter_.spend(length(p))) return false;
      std::sort(order.begin() + static_cast<std::ptrdiff_t>(start_[p]),
                order.begin() + static_cast<std::ptrdiff_t>(start_[p + 1]), [&](std::uint32_t a, std::uint32_t b) {
                  const auto rank = [&](std::uint32_t n) {
                    const CanonicalKey other = key(peers_.one[n] == p ? peers_.other[n] : peers_.one[n]);
                    return std::tuple(rank_of(p, n), -std::int64_t{problem_.score[peers_.pair[n]]}, lottery[n], other);
                  };
                  return rank(a) < rank(b);
                });
      for (std::uint64_t e = start_[p]; e < start_[p + 1]; ++e)
        where[2 * order[e] + (peers_.other[order[e]] == p)] = static_cast<std::uint32_t>(e - start_[p]);
    }
    list_.resize(order.size());
    for (std::uint32_t p = 0; p < count; ++p) {
      for (std::uint64_t e = start_[p]; e < start_[p + 1]; ++e) {
        const bool is_other = peers_.other[order[e]] == p;
        list_[e] = {is_other ? peers_.one[order[e]] : peers_.other[order[e]], where[2 * order[e] + !is_other]};
      }
    }
    first_.assign(count, 0);
    end_.resize(count);
    for (std::uint32_t p = 0; p < count; ++p) end_[p] = length(p);
    return true;
  }

  CanonicalKey key(std::uint32_t p) const { return key_in(problem_.key, peers_.person[p]); }

  std::int32_t rank_of(std::uint32_t p, std::uint32_t n) const {
    const std::uint64_t pair = peers_.pair[n];
    const auto& rank = problem_.person[pair] == peers_.person[p] ? problem_.person_rank : problem_.peer_rank;
    return rank.empty() ? 0 : rank[pair];
  }

  /// Phase 1: everybody proposes down their list; who is proposed to forgets everybody they like less. Afterward x is
  /// first on y's list exactly when y is last on x's, and the lists of those left over are empty.
  bool propose() {
    std::vector<std::uint32_t> free;
    std::vector<std::uint8_t> holds(peers_.count(), 0);
    for (std::uint32_t p = peers_.count(); p-- > 0;) free.push_back(p);
    while (!free.empty()) {
      const std::uint32_t p = free.back();
      if (!seek(p, first_[p])) return false;
      if (is_empty(p)) {
        free.pop_back();
        continue;
      }
      const Entry& entry = first(p);
      free.pop_back();
      if (holds[entry.who]) free.push_back(last(entry.who));
      holds[entry.who] = 1;
      end_[entry.who] = entry.back + 1;
      if (!meter_.spend()) return false;
    }
    return true;
  }

  /// Phase 2: as long as somebody has a second choice, follow second choices and last suitors round to a rotation and
  /// move everybody in it on by one; a rotation that is its own other side is an odd circle and stays. What was walked
  /// before the rotation stays true and is not walked again (Irving 1985).
  bool rotate() {
    std::vector<std::uint32_t> path, place(peers_.count(), nobody_there);
    std::vector<std::uint32_t> second(peers_.count(), 0);
    std::vector<std::uint8_t> settled(peers_.count(), 0);
    std::uint32_t start = 0;
    while (true) {
      if (path.empty()) {
        while (start < peers_.count() && (settled[start] || is_empty(start))) ++start;
        if (start == peers_.count()) return true;
        place[start] = 0;
        path.push_back(start);
      }
      const std::uint32_t p = path.back();
      if (!meter_.spend() || !seek(p, first_[p])) return false;
      second[p] = std::max(second[p], first_[p] + 1);
      if (!seek(p, second[p])) return false;
      if (settled[p] || second[p] >= end_[p]) {
        settled[p] = 1;
        place[p] = nobody_there;
        path.pop_back();
        continue;
      }
      const std::uint32_t onward = last(list_[start_[p] + second[p]].who);
      if (place[onward] == nobody_there) {
        place[onward] = static_cast<std::uint32_t>(path.size());
        path.push_back(onward);
        continue;
      }
      const std::size_t begin = place[onward];
      const std::span<const std::uint32_t> circle = std::span(path).subspan(begin);
      if (is_its_own_other_side(circle, second)) {
        for (const std::uint32_t x : circle) settled[x] = 1;
      } else {
        for (const std::uint32_t x : circle) {
          const Entry& entry = list_[start_[x] + second[x]];
          end_[entry.who] = entry.back + 1;
        }
        if (!meter_.spend(circle.size())) return false;
      }
      for (const std::uint32_t x : circle) place[x] = nobody_there;
      path.resize(begin);
    }
  }

  /// Whether the first choices of the rotation are its own people. Then each has two choices left, the next and the
  /// last but one of the circle, and moving on would leave them with none.
  bool is_its_own_other_side(std::span<const std::uint32_t> circle, const std::vector<std::uint32_t>& second) const {
    for (const std::uint32_t x : circle)
      if (second[x] + 1 != end_[x]) return false;
    const std::size_t r = circle.size();
    const auto d =
        static_cast<std::size_t>(std::find(circle.begin(), circle.end(), first(circle[0]).who) - circle.begin());
    if (d == r || (2 * d + 1) % r != 0) return false;
    for (std::size_t n = 0; n < r; ++n)
      if (first(circle[n]).who != circle[(n + d) % r]) return false;
    return true;
  }

  const CanonicalPeers& peers_;
  const PeerProblem& problem_;
  WorkMeter& meter_;
  std::vector<std::uint64_t> start_;  ///< into list_, people + 1
  std::vector<Entry> list_;
  std::vector<std::uint32_t> first_;  ///< the first entry that may still be there
  std::vector<std::uint32_t> end_;    ///< one after the last entry that is there
};

}  // namespace

RoommatesAnswer stable_roommates(const CanonicalPeers& peers, const PeerProblem& problem, WorkMeter& meter) {
  return Roommates(peers, problem, meter).run();
}

}  // namespace chiron::matching
