// From a problem to a solution with its proof: validate, put into canonical order, solve, translate back.
#include "engines/matching/solve.h"

#include <algorithm>
#include <numeric>

#include "engines/matching/fair.h"
#include "engines/matching/placement.h"
#include "engines/matching/settlement.h"
#include "engines/matching/solvers.h"

namespace chiron::matching {
namespace {

/// The smallest penalty with which losing a place is never worth it. One more learner is placed along an alternating
/// path with at most K learners on it, K = min(learners, educators with a seat): the path gives at least K low scores
/// and takes at most K − 1 high ones, so a penalty above (K − 1) × high − K × low always pays for it.
std::int64_t placing_penalty(std::int64_t longest, Range range) {
  longest = std::max<std::int64_t>(1, longest);
  return std::max<std::int64_t>(0, (longest - 1) * (range.high - range.low) - range.low) + 1;
}

/// Certificate and gap for the assignment, from prices alone: learner duals are the least that go with them.
void prove(const Problem& problem, const Canonical& canonical, std::int64_t pinned_total, const Market& market,
           const FlowAnswer& answer, Solution& solution) {
  Certificate& proof = solution.certificate;
  proof.penalty = answer.penalty;
  proof.learner_dual.assign(problem.learner_count(), 0);
  proof.educator_price.assign(problem.educator_count, 0);
  proof.dual_value = pinned_total;
  for (std::uint32_t j = 0; j < canonical.educator_count(); ++j) {
    // A seatless educator costs nothing whatever the price: the highest useful one keeps every dual feasible.
    proof.educator_price[canonical.educator[j]] = answer.price[j];
    proof.dual_value += answer.price[j] * canonical.capacity[j];
  }
  for (std::uint32_t i = 0; i < market.learners; ++i) {
    std::int64_t dual = -proof.penalty;
    for (std::uint64_t e = market.row_start[i]; e < market.row_end[i]; ++e) {
      const Candidate candidate = market.row[e];
      dual = std::max(dual, market.best - candidate.cost * market.unit - answer.price[candidate.educator]);
    }
    proof.learner_dual[canonical.learner[i]] = dual;
    proof.dual_value += dual;
  }
  const std::int64_t missing = static_cast<std::int64_t>(problem.learner_count()) - solution.matched;
  solution.gap = proof.dual_value - (solution.total - proof.penalty * missing);
  solution.outcome = solution.gap == 0 ? Outcome::optimal : Outcome::stopped;
}

/// Something feasible when the solver had to stop: each learner in lottery order takes the best seat left.
std::vector<std::int32_t> greedy(const Canonical& canonical, const Problem& problem, std::int64_t penalty) {
  std::vector<std::int32_t> seats = canonical.capacity;
  std::vector<std::int32_t> column_of(canonical.learner_count(), unmatched);
  for (std::uint32_t i = 0; i < canonical.learner_count(); ++i) {
    std::int64_t best = -penalty;
    for (std::uint64_t e = canonical.row_start[i]; e < canonical.row_start[i + 1]; ++e) {
      const std::int64_t s = problem.score[canonical.pair[e]];
      if (s > best && seats[canonical.column[e]] > 0) {
        best = s;
        column_of[i] = static_cast<std::int32_t>(canonical.column[e]);
      }
    }
    if (column_of[i] != unmatched) --seats[static_cast<std::uint32_t>(column_of[i])];
  }
  return column_of;
}

std::int64_t score_of(const Problem& problem, LearnerIndex learner, EducatorIndex educator) {
  const std::uint64_t pair = find_pair(problem, learner, educator);
  return pair < problem.row_start[learner + 1] ? problem.score[pair] : 0;
}

/// In the order of the problem's rows: any other would wait for memory.
std::int64_t total_of(const Problem& problem, const std::vector<std::int32_t>& educator_of) {
  std::int64_t total = 0;
  for (LearnerIndex i = 0; i < problem.learner_count(); ++i)
    if (educator_of[i] != unmatched) total += score_of(problem, i, static_cast<EducatorIndex>(educator_of[i]));
  return total;
}

}  // namespace

std::string_view name_of(Outcome outcome) { return outcome == Outcome::optimal ? "optimal" : "stopped"; }

/// Refuses an assignment that is none of the problem's: "matching.bad_problem" {what: educator_of}.
Result<> keeps_seats(const Problem& p, const Solution& solved) {
  bool fit = solved.educator_of.size() == p.learner_count();
  std::vector<std::int32_t> seats = p.capacity;
  for (LearnerIndex i = 0; fit && i < p.learner_count(); ++i) {
    const std::int32_t j = solved.educator_of[i];
    if (j == unmatched) continue;
    fit = j >= 0 && j < static_cast<std::int64_t>(p.educator_count) && --seats[static_cast<std::size_t>(j)] >= 0 &&
          find_pair(p, i, static_cast<EducatorIndex>(j)) != p.row_start[i + 1];
  }
  if (!fit) return err(fail(ErrorCode::internal, "matching.bad_problem").with("what", "educator_of"));
  return {};
}

namespace {

/// Refuses an assignment with pairs that may not be made (any more).
Result<> keeps_forbids(const Problem& p, const Solution& solved) {
  std::vector<Pair> forbids = p.forbids;
  std::sort(forbids.begin(), forbids.end());
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    if (solved.educator_of[i] == unmatched) continue;
    const auto j = static_cast<EducatorIndex>(solved.educator_of[i]);
    if (p.score[find_pair(p, i, j)] < p.score_floor || std::binary_search(forbids.begin(), forbids.end(), Pair{i, j}))
      return err(fail(ErrorCode::internal, "matching.bad_problem").with("what", "educator_of"));
  }
  return {};
}

}  // namespace

FlowAnswer as_answer(const Canonical& canonical, const Solution& solved) {
  FlowAnswer answer;
  answer.finished = true;
  const std::vector<std::uint32_t> educator_at = positions(canonical.educator);
  for (const LearnerIndex i : canonical.learner) {
    const std::int32_t j = solved.educator_of[i];
    answer.column_of.push_back(j == unmatched ? unmatched
                                              : static_cast<std::int32_t>(educator_at[static_cast<std::size_t>(j)]));
  }
  const auto& price = solved.certificate.educator_price;
  // Those of other objectives may be negative.
  for (const EducatorIndex j : canonical.educator)
    answer.price.push_back(j < price.size() ? std::max<std::int64_t>(0, price[j]) : 0);
  return answer;
}

namespace {

/// To the exact end from what an auction or an earlier solve came to. False: the meter stopped it.
bool settle(Market& market, WorkMeter& meter) {
  Settlement settlement(market);
  settlement.release();
  return settlement.run(meter);
}

/// What the market came to, in points.
FlowAnswer answer_of(const Market& market, bool finished) {
  FlowAnswer answer;
  answer.finished = finished;
  answer.penalty = market.penalty;
  answer.column_of.resize(market.learners);
  for (std::uint32_t i = 0; i < market.learners; ++i)
    answer.column_of[i] = market.place[i] < undecided ? static_cast<std::int32_t>(market.place[i]) : unmatched;
  answer.price.resize(market.educators);
  // Nobody may take a seat that does not exist: a price beyond every use keeps the proof simple.
  for (std::uint32_t j = 0; j < market.educators; ++j)
    answer.price[j] = (market.capacity[j] > 0 ? market.price[j] : market.alone) * market.unit;
  return answer;
}

FlowAnswer solve_market(Market& market, WorkMeter& meter) {
  return answer_of(market, hold_auction(market, meter) && settle(market, meter));
}

/// Everybody's candidates without their costs.
std::vector<std::uint32_t> columns_of(const Market& market) {
  std::vector<std::uint32_t> column(market.row_end.empty() ? 0 : market.row_end.back());
  for (std::size_t e = 0; e < column.size(); ++e) column[e] = market.row[e].educator;
  return column;
}

}  // namespace

FlowAnswer maximize_total(const Canonical& canonical, const std::vector<std::int32_t>& score, std::int64_t penalty,
                          Penalty kind, WorkMeter& meter) {
  Market market(canonical, score, penalty, kind);
  return solve_market(market, meter);
}

namespace {

/// A penalty with which hardly anybody is left out who could be placed: the first to try on the way to a larger one.
std::int64_t first_try(Range range) { return std::max<std::int64_t>(1, 2 * (range.high - range.low) - range.low + 1); }

/// Once a try exceeds half of what is asked for, that itself is tried: rounding up may not lead past it.
bool is_whole(std::int64_t tried, std::int64_t penalty) { return tried > penalty / 2; }

/// What a market is to be laid out for.
struct Asked {
  std::int64_t penalty;
  Penalty kind;
};
Asked first_asked(Range range, std::int64_t penalty, Penalty kind) {
  const std::int64_t tried = first_try(range);
  return is_whole(tried, penalty) ? Asked{penalty, kind} : Asked{tried, Penalty::at_least};
}

/// The largest total for a penalty of any size, without an auction in which it dwarfs the scores (that would take as
/// many steps as the penalty has units): a moderate penalty grows until the placement cannot be enlarged. Then
/// everybody on an alternating path from an unplaced learner sits with educators whom only such learners can reach
/// (Dulmage and Mendelsohn 1958):
/// raising those educators' prices by the rest of `penalty` proves the same assignment best for all of `penalty`.
FlowAnswer place_most(Market& market, Range range, std::int64_t penalty, WorkMeter& meter, Penalty kind) {
  for (std::int64_t tried = first_try(range);;) {
    FlowAnswer answer = solve_market(market, meter);
    if (answer.finished && answer.penalty != penalty && (answer.penalty < penalty || kind != Penalty::exact)) {
      market.let_go_of_columns();
      std::vector<std::uint64_t> row_start(market.row_start.begin(), market.row_start.end());
      row_start.push_back(market.row_end.empty() ? 0 : market.row_end.back());
      const std::vector<std::uint32_t> column = columns_of(market);
      const std::vector<std::int32_t> seats(market.capacity.begin(), market.capacity.end());
      const Lists lists{row_start, column, seats};
      const Placement placement(lists, answer.column_of);
      const Shortage shortage = shortage_of(lists, placement);
      bool largest = true;
      for (std::uint32_t j = 0; j < market.educators && largest; ++j)
        largest = !shortage.educator[j] || placement.learners_at(j).size() == market.capacity[j];
      if (largest || answer.penalty > penalty) {
        penalty = std::max(penalty, answer.penalty);
        for (std::uint32_t j = 0; j < market.educators; ++j)
          if (shortage.educator[j]) answer.price[j] += penalty - answer.penalty;
        answer.penalty = penalty;
      }
    }
    if (!answer.finished || answer.penalty == penalty) return answer;
    tried *= 8;
    const bool whole = is_whole(tried, penalty);
    if (whole && kind == Penalty::exact && (market.best + penalty) % market.unit != 0) market.count_in_points();
    market.ask(whole ? penalty : tried);
  }
}

}  // namespace

FlowAnswer place_most(const Canonical& canonical, const std::vector<std::int32_t>& score, Range range,
                      std::int64_t penalty, WorkMeter& meter, Penalty kind) {
  const Asked asked = first_asked(range, penalty, kind);
  Market market(canonical, score, asked.penalty, asked.kind);
  return place_most(market, range, penalty, meter, kind);
}

Range range_of(const Problem& problem) {
  std::int32_t low = max_score, high = -max_score;
  for (const std::int32_t score : problem.score) {
    if (score < problem.score_floor) continue;
    low = std::min(low, score);
    high = std::max(high, score);
  }
  return low <= high ? Range{low, high} : Range{};
}

Result<Aim> aim_of(const Problem& problem, std::int64_t with_seat) {
  return aim_in(range_of(problem), problem, with_seat);
}

Result<Aim> aim_in(Range range, const Problem& problem, std::int64_t with_seat) {
  Aim aim{range, problem.unmatched_penalty};
  if (problem.objective != Objective::total)
    aim.penalty = placing_penalty(std::min<std::int64_t>(problem.learner_count(), with_seat), range);
  // Prices are sums along paths, values are sums over learners: both must stay well inside 62 bits.
  const __int128 largest =
      static_cast<__int128>(aim.penalty + (aim.range.high - aim.range.low) + std::abs(aim.range.high) + 1) * 2 *
      (static_cast<__int128>(problem.learner_count()) + 2);
  if (largest >= (static_cast<__int128>(1) << 61))
    return err(fail(ErrorCode::limit, "matching.overflow").with("what", "score_range"));
  return aim;
}

Placeable placeable_learners(const Problem& problem) {
  const auto count = [](const Problem& p) {
    const Canonical canonical = canonical_form(p);
    Placement placement(Lists{canonical.row_start, canonical.column, canonical.capacity});
    placement.fill();
    return placement.placed() + p.learner_count() - canonical.learner_count();
  };
  Placeable placeable;
  placeable.above_floor = count(problem);
  Problem all = problem;
  all.score_floor = -max_score;
  placeable.at_all = count(all);
  return placeable;
}

namespace {

/// From nothing, or from an earlier solution.
Result<Solution> solve_from(const Problem& problem, const Solution* earlier, const Limits& limits,
                            std::stop_token stop) {
  TRY(validate(problem));
  if (earlier != nullptr) {
    TRY(keeps_seats(problem, *earlier));
    TRY(keeps_forbids(problem, *earlier));
  }
  // For a total the rows go straight into the market: memory bounds the size of a nation.
  const bool is_for_total = counts_totals(problem.objective);
  Canonical canonical = is_for_total ? canonical_people(problem) : canonical_form(problem);
  WorkMeter meter(limits.max_work, stop);
  Solution solution;
  solution.educator_of.assign(problem.learner_count(), unmatched);
  std::int64_t pinned_total = 0;
  for (const Pair pin : problem.pins) {
    std::int32_t& place = solution.educator_of[pin.learner];
    if (place != unmatched) continue;  // the same pin twice
    place = static_cast<std::int32_t>(pin.educator);
    pinned_total += score_of(problem, pin.learner, pin.educator);
    ++solution.matched;
  }
  solution.total = pinned_total;
  const auto place_all = [&](const std::vector<std::int32_t>& column_of) {
    for (std::uint32_t i = 0; i < canonical.learner_count(); ++i) {
      if (column_of[i] == unmatched) continue;
      const EducatorIndex educator = canonical.educator[static_cast<std::uint32_t>(column_of[i])];
      solution.educator_of[canonical.learner[i]] = static_cast<std::int32_t>(educator);
      ++solution.matched;
    }
    solution.total = total_of(problem, solution.educator_of);
  };

  if (problem.objective == Objective::stable) {
    const AcceptanceAnswer answer = deferred_acceptance(canonical, problem, meter);
    place_all(answer.column_of);
    solution.outcome = answer.waiting == 0 ? Outcome::optimal : Outcome::stopped;
    solution.gap = answer.waiting;
    solution.solver = "deferred-acceptance 1";
  } else if (problem.objective == Objective::leximin || problem.objective == Objective::rank_maximal) {
    place_all(TRY(solve_by_levels(problem, canonical, meter, solution)));
  } else {
    const bool on_its_floor = problem.objective != Objective::bottleneck ||
                              raise_floor(problem, canonical, meter, solution.certificate.bottleneck);
    const auto with_seat = std::count_if(canonical.capacity.begin(), canonical.capacity.end(),
                                         [](std::int32_t seats) { return seats > 0; });
    const Aim aim = TRY(aim_of(problem, with_seat));
    const Penalty kind = problem.objective == Objective::total ? Penalty::exact : Penalty::at_least;
    const Asked asked = earlier != nullptr ? Asked{aim.penalty, kind} : first_asked(aim.range, aim.penalty, kind);
    Market market = is_for_total ? Market(problem, canonical, asked.penalty, asked.kind)
                                 : Market(canonical, problem.score, asked.penalty, asked.kind);
    FlowAnswer answer;
    if (earlier != nullptr) {
      market.seat(as_answer(canonical, *earlier));
      answer = answer_of(market, settle(market, meter));
    } else {
      answer = place_most(market, aim.range, aim.penalty, meter, kind);
    }
    if (answer.finished) place_all(answer.column_of);
    else place_all(greedy(is_for_total ? canonical_form(problem) : canonical, problem, aim.penalty));
    prove(problem, canonical, pinned_total, market, answer, solution);
    if (!on_its_floor) {
      solution.outcome = Outcome::stopped;
      solution.gap = std::max<std::int64_t>(solution.gap, 1);
    }
    solution.solver = totals_solver;
  }
  solution.work = meter.used();
  return solution;
}

}  // namespace

Result<Solution> solve(const Problem& problem, const Limits& limits, std::stop_token stop) {
  return solve_from(problem, nullptr, limits, std::move(stop));
}

Result<Solution> solve_on(const Problem& problem, const Solution& earlier, const Limits& limits, std::stop_token stop) {
  const bool goes_on = counts_totals(problem.objective) && !earlier.certificate.educator_price.empty();
  return solve_from(problem, goes_on ? &earlier : nullptr, limits, std::move(stop));
}

}  // namespace chiron::matching
