// Learner-proposing deferred acceptance (Gale and Shapley 1962) with seats: learners propose down their lists,
// educators keep the best proposals their seats allow. The outcome does not depend on the order of proposals, so they
// are made in one that lets memory be asked for in time.
#include <algorithm>
#include <numeric>

#include "engines/matching/acceptance.h"
#include "engines/matching/solvers.h"

namespace chiron::matching {
namespace {

/// The order of signed numbers as one of unsigned numbers.
constexpr std::uint32_t ordered(std::int32_t number) { return static_cast<std::uint32_t>(number) ^ 0x80000000U; }

/// So many seats for each learner take more memory than is spared by not counting.
constexpr std::uint64_t many_seats = 4;

}  // namespace

template <class ClaimOf>
Large<Proposal> Wants::lists_with(ClaimOf claim_of) const {
  struct Liked {
    std::uint64_t liking;  ///< smaller is better
    std::uint64_t at;      ///< position in the canonical rows
  };
  const auto by_liking = [](const Liked& a, const Liked& b) { return a.liking < b.liking; };
  Large<Proposal> list(c_.pair.size());
  std::vector<Liked> listed;
  for (std::uint32_t i = 0; i < c_.learner_count(); ++i) {
    listed.clear();
    for (std::uint64_t e = c_.row_start[i]; e < c_.row_start[i + 1]; ++e) {
      const std::uint64_t pair = c_.pair[e];
      const std::uint64_t rank = p_.learner_rank.empty() ? 0 : ordered(p_.learner_rank[pair]);
      listed.push_back({rank << 32 | (0xFFFFFFFFU - ordered(p_.score[pair])), e});
    }
    if (!std::is_sorted(listed.begin(), listed.end(), by_liking)) std::sort(listed.begin(), listed.end(), by_liking);
    Proposal* to = list.data() + c_.row_start[i];
    for (std::size_t n = 0; n < listed.size(); ++n) {
      const std::uint64_t pair = c_.pair[listed[n].at];
      const bool tied = n + 1 < listed.size() && listed[n + 1].liking == listed[n].liking;
      *to++ = {c_.column[listed[n].at], tied, claim_of(pair)};
    }
  }
  return list;
}

Large<Proposal> Wants::lists() const {
  const auto& number = p_.educator_priority.empty() ? p_.score : p_.educator_priority;
  return lists_with([&](std::uint64_t pair) { return ordered(number[pair]); });
}

Large<Proposal> Wants::lists_with_whole_claims() const {
  if (p_.educator_priority.empty()) return lists();
  const auto whole = [&](std::uint64_t pair) {
    return std::uint64_t{ordered(p_.educator_priority[pair])} << 32 | ordered(p_.score[pair]);
  };
  std::vector<std::uint64_t> claims(c_.pair.size());
  std::transform(c_.pair.begin(), c_.pair.end(), claims.begin(), whole);
  std::sort(claims.begin(), claims.end());
  claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
  return lists_with([&](std::uint64_t pair) {
    return static_cast<std::uint32_t>(std::lower_bound(claims.begin(), claims.end(), whole(pair)) - claims.begin());
  });
}

void Wants::break_tie(std::span<Proposal> list, std::uint32_t i, std::uint64_t at, std::uint64_t seed,
                      std::vector<Drawn>& drawn) const {
  const CanonicalKey own = key_of_learner(p_, c_.learner[i]);
  drawn.clear();
  bool more = true;
  for (std::uint64_t n = at; more; ++n) {
    more = list[n].tied;
    const CanonicalKey key = key_of_educator(p_, c_.educator[list[n].educator]);
    drawn.push_back({lottery_number(seed, own, key), key, list[n]});
  }
  std::sort(drawn.begin(), drawn.end(),
            [](const Drawn& a, const Drawn& b) { return a.number != b.number ? a.number < b.number : a.key < b.key; });
  for (std::size_t n = 0; n < drawn.size(); ++n) {
    list[at + n] = drawn[n].proposal;
    list[at + n].tied = n + 1 < drawn.size();
  }
}

std::int32_t Wants::score_of(std::uint32_t i, std::uint32_t j) const {
  std::uint64_t e = c_.row_start[i];
  while (c_.column[e] != j) ++e;
  return p_.score[c_.pair[e]];
}

Seats::Seats(const Canonical& canonical)
    : first_(canonical.educator_count() + 1, 0), taken_(canonical.educator_count(), 0) {
  // Nobody needs more seats than they are on lists; where there are not many seats, that need not be counted.
  std::vector<std::uint32_t> most(canonical.educator_count());
  std::uint64_t seats = 0;
  for (std::uint32_t j = 0; j < most.size(); ++j) {
    most[j] = static_cast<std::uint32_t>(std::max(0, canonical.capacity[j]));
    seats += most[j];
  }
  if (seats > many_seats * canonical.learner_count()) {
    std::vector<std::uint32_t> degree(canonical.educator_count(), 0);
    for (const std::uint32_t j : canonical.column) ++degree[j];
    for (std::uint32_t j = 0; j < most.size(); ++j) most[j] = std::min(most[j], degree[j]);
  }
  for (std::uint32_t j = 0; j < most.size(); ++j) first_[j + 1] = first_[j] + most[j];
  seat_.resize(first_.back());
}

AcceptanceAnswer deferred_acceptance(const Canonical& canonical, const Problem& problem, WorkMeter& meter) {
  constexpr std::size_t ahead = 8;
  const Wants wants(canonical, problem);
  Large<Proposal> list = wants.lists();
  Seats seats(canonical);
  Large<std::uint64_t> next(canonical.row_start.begin(), canonical.row_start.end() - 1);
  const auto has_asked_all = [&](std::uint32_t i) { return next[i] == canonical.row_start[i + 1]; };
  std::vector<Drawn> drawn;
  Large<std::uint32_t> waiting(canonical.learner_count()), later;
  std::iota(waiting.begin(), waiting.end(), 0U);
  bool goes_on = true;
  while (goes_on && !waiting.empty()) {
    later.clear();
    for (std::size_t at = 0; at < waiting.size(); ++at) {
      if (at + 2 * ahead < waiting.size()) __builtin_prefetch(list.data() + next[waiting[at + 2 * ahead]]);
      if (at + ahead < waiting.size() && !has_asked_all(waiting[at + ahead]))
        seats.prefetch(list[next[waiting[at + ahead]]].educator);
      const std::uint32_t i = waiting[at];
      if (has_asked_all(i)) continue;
      if (!meter.spend()) {
        goes_on = false;
        later.insert(later.end(), waiting.begin() + static_cast<std::ptrdiff_t>(at), waiting.end());
        break;
      }
      if (wants.starts_tie(list, i, next[i])) wants.break_tie(list, i, next[i], problem.lottery_seed, drawn);
      const Proposal asked = list[next[i]++];
      // The learners' lottery is their canonical order.
      const auto wanted_more = [&](const Claimant& a, const Claimant& b) {
        const int order = wants.compare(a, b, asked.educator);
        return order != 0 ? order > 0 : a.learner < b.learner;
      };
      if (const std::uint32_t refused = seats.propose(asked.educator, {asked.claim, i}, wanted_more);
          refused != Seats::nobody)
        later.push_back(refused);
    }
    waiting.swap(later);
  }
  AcceptanceAnswer answer;
  answer.waiting = static_cast<std::uint32_t>(waiting.size());
  answer.column_of.assign(canonical.learner_count(), unmatched);
  for (std::uint32_t j = 0; j < canonical.educator_count(); ++j)
    for (const Claimant& seated : seats.taken(j)) answer.column_of[seated.learner] = static_cast<std::int32_t>(j);
  return answer;
}

}  // namespace chiron::matching
