// Validation of problems: every broken promise of the caller and every impossible wish is named before work starts.
#include "engines/matching/problem.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <span>

#include "base/random.h"

namespace chiron::matching {
namespace {

std::uint64_t mixed(std::uint64_t z) { return splitmix64_of(z + splitmix64_step); }

Error bad_problem(std::string what) {
  return fail(ErrorCode::internal, "matching.bad_problem").with("what", std::move(what));
}

Error too_large(std::string what, std::uint64_t count, std::uint64_t limit) {
  return fail(ErrorCode::limit, "matching.too_large")
      .with("what", std::move(what))
      .with("count", std::to_string(count))
      .with("limit", std::to_string(limit));
}

Error about_pair(std::string key, Pair pair) {
  return refuse(std::move(key))
      .with("learner", std::to_string(pair.learner))
      .with("educator", std::to_string(pair.educator));
}

bool has_repeats(std::vector<CanonicalKey> keys) {
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

Result<> validate_shape(const Problem& p) {
  if (p.row_start.empty() || p.row_start.front() != 0) return err(bad_problem("row_start"));
  if (p.row_start.size() - 1 > max_people) return err(too_large("learners", p.row_start.size() - 1, max_people));
  if (p.educator_count > max_people) return err(too_large("educators", p.educator_count, max_people));
  if (p.educator.size() > max_pairs) return err(too_large("pairs", p.educator.size(), max_pairs));
  if (!std::is_sorted(p.row_start.begin(), p.row_start.end())) return err(bad_problem("row_start"));
  if (p.row_start.back() != p.educator.size()) return err(bad_problem("row_start"));
  if (p.score.size() != p.educator.size()) return err(bad_problem("score"));
  if (p.capacity.size() != p.educator_count) return err(bad_problem("capacity"));
  if (!p.learner_rank.empty() && p.learner_rank.size() != p.educator.size()) return err(bad_problem("learner_rank"));
  if (!p.educator_priority.empty() && p.educator_priority.size() != p.educator.size()) {
    return err(bad_problem("educator_priority"));
  }
  if (!p.learner_key.empty() && (p.learner_key.size() != p.learner_count() || has_repeats(p.learner_key))) {
    return err(bad_problem("learner_key"));
  }
  if (!p.educator_key.empty() && (p.educator_key.size() != p.educator_count || has_repeats(p.educator_key))) {
    return err(bad_problem("educator_key"));
  }
  return {};
}

/// The first bad number, one row after another.
Result<> validate_numbers(const Problem& p) {
  const bool fit = std::all_of(p.educator.begin(), p.educator.end(), [&](auto j) { return j < p.educator_count; }) &&
                   std::all_of(p.score.begin(), p.score.end(),
                               [](std::int32_t score) { return score <= max_score && score >= -max_score; });
  if (fit) return {};
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e) {
      if (p.educator[e] >= p.educator_count) return err(bad_problem("educator"));
      if (p.score[e] > max_score || p.score[e] < -max_score) {
        return err(about_pair("matching.bad_score", {i, p.educator[e]})
                       .with("score", std::to_string(p.score[e]))
                       .with("limit", std::to_string(max_score)));
      }
    }
  }
  return {};
}

Result<> validate_rows(const Problem& p) {
  TRY(validate_numbers(p));
  // A bit for each educator of a row, so that they stay near the processor.
  std::vector<std::uint64_t> seen((std::size_t{p.educator_count} + 63) / 64, 0);
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    std::uint64_t repeated = 0;
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e) {
      std::uint64_t& bits = seen[p.educator[e] / 64];
      const std::uint64_t bit = std::uint64_t{1} << p.educator[e] % 64;
      repeated |= bits & bit;
      bits |= bit;
    }
    if (repeated != 0) return err(bad_problem("educator_repeated"));
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e) seen[p.educator[e] / 64] = 0;
  }
  return {};
}

Result<> validate_pins(const Problem& p) {
  std::vector<Pair> forbids = p.forbids;
  std::sort(forbids.begin(), forbids.end());
  std::vector<Pair> pins = p.pins;
  std::sort(pins.begin(), pins.end());
  pins.erase(std::unique(pins.begin(), pins.end()), pins.end());
  std::vector<std::uint32_t> pinned(p.educator_count, 0);
  for (std::size_t n = 0; n < pins.size(); ++n) {
    const Pair pin = pins[n];
    if (pin.learner >= p.learner_count() || pin.educator >= p.educator_count) {
      return err(about_pair("matching.pin_unknown", pin));
    }
    if (n > 0 && pins[n - 1].learner == pin.learner) {
      return err(about_pair("matching.pin_contradiction", pins[n - 1]).with("other", std::to_string(pin.educator)));
    }
    if (std::binary_search(forbids.begin(), forbids.end(), pin)) return err(about_pair("matching.pin_forbidden", pin));
    const auto row = p.educator.begin() + static_cast<std::ptrdiff_t>(p.row_start[pin.learner]);
    const auto row_end = p.educator.begin() + static_cast<std::ptrdiff_t>(p.row_start[pin.learner + 1]);
    const auto found = std::find(row, row_end, pin.educator);
    if (found == row_end) return err(about_pair("matching.pin_not_candidate", pin));
    if (p.score[static_cast<std::size_t>(found - p.educator.begin())] < p.score_floor)
      return err(about_pair("matching.pin_below_floor", pin));
    ++pinned[pin.educator];
  }
  for (EducatorIndex j = 0; j < p.educator_count; ++j) {
    if (pinned[j] > static_cast<std::uint32_t>(p.capacity[j])) {
      return err(refuse("matching.pin_over_capacity")
                     .with("educator", std::to_string(j))
                     .with("pins", std::to_string(pinned[j]))
                     .with("capacity", std::to_string(p.capacity[j])));
    }
  }
  return {};
}

}  // namespace

std::string_view name_of(Objective objective) {
  switch (objective) {
    case Objective::total: return "total";
    case Objective::most_then_total: return "most_then_total";
    case Objective::stable: return "stable";
    case Objective::bottleneck: return "bottleneck";
    case Objective::leximin: return "leximin";
    case Objective::rank_maximal: return "rank_maximal";
  }
  return "";
}

std::uint64_t find_pair(const Problem& problem, LearnerIndex learner, EducatorIndex educator) {
  std::uint64_t e = problem.row_start[learner];
  while (e < problem.row_start[learner + 1] && problem.educator[e] != educator) ++e;
  return e;
}

std::uint64_t lottery_number(std::uint64_t seed, CanonicalKey person) {
  return mixed(mixed(mixed(seed) ^ person.high) ^ person.low);
}

std::uint64_t lottery_number(std::uint64_t seed, CanonicalKey learner, CanonicalKey educator) {
  return mixed(mixed(lottery_number(seed, learner) ^ educator.high) ^ educator.low);
}

CanonicalKey key_of_learner(const Problem& problem, LearnerIndex learner) {
  return problem.learner_key.empty() ? CanonicalKey{0, learner} : problem.learner_key[learner];
}

CanonicalKey key_of_educator(const Problem& problem, EducatorIndex educator) {
  return problem.educator_key.empty() ? CanonicalKey{0, educator} : problem.educator_key[educator];
}

std::vector<std::int32_t> ranks_of(const Problem& problem) {
  if (!problem.learner_rank.empty()) return problem.learner_rank;
  std::vector<std::int32_t> rank(problem.pair_count());
  std::vector<std::int32_t> scores;
  for (LearnerIndex i = 0; i < problem.learner_count(); ++i) {
    const auto row =
        std::span(problem.score).subspan(problem.row_start[i], problem.row_start[i + 1] - problem.row_start[i]);
    scores.assign(row.begin(), row.end());
    std::sort(scores.begin(), scores.end(), std::greater<>());
    scores.erase(std::unique(scores.begin(), scores.end()), scores.end());
    for (std::size_t n = 0; n < row.size(); ++n)
      rank[problem.row_start[i] + n] = static_cast<std::int32_t>(
          std::lower_bound(scores.begin(), scores.end(), row[n], std::greater<>()) - scores.begin() + 1);
  }
  return rank;
}

Result<> validate(const Problem& problem) {
  TRY(validate_shape(problem));
  for (EducatorIndex j = 0; j < problem.educator_count; ++j) {
    if (problem.capacity[j] < 0 || problem.capacity[j] > static_cast<std::int32_t>(max_people)) {
      return err(refuse("matching.bad_capacity")
                     .with("educator", std::to_string(j))
                     .with("capacity", std::to_string(problem.capacity[j])));
    }
  }
  if (problem.unmatched_penalty < 0 || problem.unmatched_penalty > max_penalty) {
    return err(refuse("matching.bad_penalty")
                   .with("penalty", std::to_string(problem.unmatched_penalty))
                   .with("limit", std::to_string(max_penalty)));
  }
  TRY(validate_rows(problem));
  return validate_pins(problem);
}

}  // namespace chiron::matching
