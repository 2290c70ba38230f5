// Learner-proposing deferred acceptance (Gale and Shapley 1962) with seats: learners propose down their lists,
// educators keep the best proposals their seats allow. The outcome does not depend on the order of proposals, so they
// are made in one that lets memory be asked for in time.
#include <algorithm>
#include <numeric>

#include "engines/matching/solvers.h"

namespace chiron::matching {
namespace {

/// The order of signed numbers as one of unsigned numbers.
constexpr std::uint32_t ordered(std::int32_t number) { return static_cast<std::uint32_t>(number) ^ 0x80000000U; }

/// One proposal: to whom, and how much the learner is wanted there (priority, or score where there are none).
struct Proposal {
  std::uint32_t educator;
  std::uint32_t claim;
};

class Acceptance {
 public:
  Acceptance(const Canonical& canonical, const Problem& problem)
      : c_(canonical),
        p_(problem),
        learners_(canonical.learner_count()),
        list_(canonical.pair.size()),
        next_(canonical.row_start.begin(), canonical.row_start.end() - 1),
        first_(canonical.educator_count() + 1, 0),
        taken_(canonical.educator_count(), 0) {
    std::vector<std::uint32_t> degree(canonical.educator_count(), 0);
    for (const std::uint32_t j : canonical.column) ++degree[j];
    for (std::uint32_t j = 0; j < degree.size(); ++j)
      first_[j + 1] = first_[j] + std::min(degree[j], static_cast<std::uint32_t>(std::max(0, canonical.capacity[j])));
    seat_.resize(first_.back());
    for (std::uint32_t i = 0; i < learners_; ++i) write_list(i);
  }

  AcceptanceAnswer run(WorkMeter& meter) {
    std::vector<std::uint32_t> waiting(learners_), later;
    std::iota(waiting.begin(), waiting.end(), 0U);
    AcceptanceAnswer answer;
    bool goes_on = true;
    while (goes_on && !waiting.empty()) {
      later.clear();
      for (std::size_t at = 0; at < waiting.size(); ++at) {
        if (at + 2 * ahead < waiting.size()) __builtin_prefetch(list_.data() + next_[waiting[at + 2 * ahead]]);
        if (at + ahead < waiting.size()) fetch_educator(waiting[at + ahead]);
        const std::uint32_t i = waiting[at];
        if (next_[i] == c_.row_start[i + 1]) continue;  // has asked everybody
        if (!meter.spend()) {
          goes_on = false;
          later.insert(later.end(), waiting.begin() + static_cast<std::ptrdiff_t>(at), waiting.end());
          break;
        }
        if (const std::uint32_t refused = propose(i, list_[next_[i]++]); refused != nobody) later.push_back(refused);
      }
      waiting.swap(later);
    }
    answer.waiting = static_cast<std::uint32_t>(waiting.size());
    answer.column_of.assign(learners_, unmatched);
    for (std::uint32_t j = 0; j < taken_.size(); ++j)
      for (std::uint32_t at = first_[j]; at < first_[j] + taken_[j]; ++at)
        answer.column_of[seat_[at].learner] = static_cast<std::int32_t>(j);
    return answer;
  }

 private:
  static constexpr std::size_t ahead = 8;
  static constexpr std::uint32_t nobody = 0xFFFFFFFF;

  struct Seat {
    std::uint32_t claim;
    std::uint32_t learner;
  };

  /// A learner's list in order of preference: rank, score, then the pair's lottery number.
  void write_list(std::uint32_t i) {
    listed_.clear();
    for (std::uint64_t e = c_.row_start[i]; e < c_.row_start[i + 1]; ++e) {
      const std::uint64_t pair = c_.pair[e];
      const std::uint64_t rank = p_.learner_rank.empty() ? 0 : ordered(p_.learner_rank[pair]);
      listed_.push_back({rank << 32 | (0xFFFFFFFFU - ordered(p_.score[pair])), 0, e});
    }
    const auto by_liking = [](const Listed& a, const Listed& b) { return a.liking < b.liking; };
    if (!std::is_sorted(listed_.begin(), listed_.end(), by_liking))
      std::sort(listed_.begin(), listed_.end(), by_liking);
    for (auto from = listed_.begin(); from != listed_.end();) {
      auto to = from + 1;
      while (to != listed_.end() && to->liking == from->liking) ++to;
      if (to - from > 1) break_ties(i, from, to);
      from = to;
    }
    std::uint64_t at = c_.row_start[i];
    for (const Listed& listed : listed_) {
      const std::uint64_t pair = c_.pair[listed.at];
      list_[at++] = {c_.column[listed.at],
                     ordered(p_.educator_priority.empty() ? p_.score[pair] : p_.educator_priority[pair])};
    }
  }

  struct Listed {
    std::uint64_t liking;  ///< smaller is better
    std::uint64_t lottery;
    std::uint64_t at;  ///< position in the canonical rows
  };
  void break_ties(std::uint32_t i, std::vector<Listed>::iterator from, std::vector<Listed>::iterator to) {
    const CanonicalKey own = key_of_learner(p_, c_.learner[i]);
    const auto key = [&](const Listed& listed) { return key_of_educator(p_, p_.educator[c_.pair[listed.at]]); };
    for (auto at = from; at != to; ++at) at->lottery = lottery_number(p_.lottery_seed, own, key(*at));
    std::sort(from, to, [&](const Listed& a, const Listed& b) {
      return a.lottery != b.lottery ? a.lottery < b.lottery : key(a) < key(b);
    });
  }

  void fetch_educator(std::uint32_t i) const {
    if (next_[i] == c_.row_start[i + 1]) return;
    const std::uint32_t j = list_[next_[i]].educator;
    __builtin_prefetch(&taken_[j]);
    __builtin_prefetch(seat_.data() + first_[j]);
  }

  /// Whom the educator turns away for it, or nobody.
  std::uint32_t propose(std::uint32_t i, Proposal proposal) {
    const std::uint32_t j = proposal.educator, seats = first_[j + 1] - first_[j];
    if (seats == 0) return i;
    const auto wanted_more = [&](const Seat& a, const Seat& b) { return is_wanted_more(a, b, j); };
    Seat* const begin = seat_.data() + first_[j];  // a heap, who is wanted least on top
    const Seat mine{proposal.claim, i};
    std::uint32_t refused = nobody;
    if (taken_[j] == seats) {
      if (!wanted_more(mine, *begin)) return i;
      std::pop_heap(begin, begin + seats, wanted_more);
      refused = std::exchange(begin[seats - 1], mine).learner;
    } else {
      begin[taken_[j]++] = mine;
    }
    std::push_heap(begin, begin + taken_[j], wanted_more);
    return refused;
  }

  /// Priority, score, then the learners' lottery: their canonical order.
  bool is_wanted_more(const Seat& a, const Seat& b, std::uint32_t j) const {
    if (a.claim != b.claim) return a.claim > b.claim;
    if (!p_.educator_priority.empty())
      if (const std::int32_t own = score_of(a.learner, j), other = score_of(b.learner, j); own != other)
        return own > other;
    return a.learner < b.learner;
  }

  std::int32_t score_of(std::uint32_t i, std::uint32_t j) const {
    std::uint64_t e = c_.row_start[i];
    while (c_.column[e] != j) ++e;
    return p_.score[c_.pair[e]];
  }

  const Canonical& c_;
  const Problem& p_;
  std::uint32_t learners_;
  std::vector<Proposal> list_;        ///< per learner as the canonical rows, but in order of preference
  std::vector<std::uint64_t> next_;   ///< per learner: the next proposal
  std::vector<std::uint32_t> first_;  ///< per educator: the first of the seats
  std::vector<std::uint32_t> taken_;
  std::vector<Seat> seat_;
  std::vector<Listed> listed_;
};

}  // namespace

AcceptanceAnswer deferred_acceptance(const Canonical& canonical, const Problem& problem, WorkMeter& meter) {
  return Acceptance(canonical, problem).run(meter);
}

}  // namespace chiron::matching
