// Scores and their parts, candidate lists, widening where seats are short, and pricing of pairs that no list holds.
#include "engines/matching/candidates.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <numeric>
#include <string>

#include "engines/matching/best_educators.h"
#include "engines/matching/chunks.h"
#include "engines/matching/placement.h"
#include "engines/matching/solve.h"

namespace chiron::matching {
namespace {

constexpr std::int32_t max_weight = 1'000'000;

Error bad_pool(std::string what) {
  return fail(ErrorCode::internal, "matching.bad_pool").with("what", std::move(what));
}

Error stopped() { return fail(ErrorCode::unavailable, "matching.stopped"); }

/// Bits set. What two people share is nearly always none or few, and then this beats a general population count,
/// which is a function call on the plainest processors we build for.
int few_bits(std::uint64_t bits) {
  int count = 0;
  for (; bits != 0; bits &= bits - 1) ++count;
  return count;
}

int shared(const InterestSet& a, const InterestSet& b) { return few_bits(a.low & b.low) + few_bits(a.high & b.high); }

std::int32_t wish_points(std::int32_t first, std::int32_t step, std::uint8_t wish) {
  return wish == 0 ? 0 : std::max(0, first - step * (wish - 1));
}

PairFact fact_of(const Pool& pool, LearnerIndex learner, EducatorIndex educator) {
  const std::span<const PairFact> facts = facts_of(pool, learner);
  const auto at = std::lower_bound(facts.begin(), facts.end(), educator,
                                   [](const PairFact& f, EducatorIndex j) { return f.educator < j; });
  return at != facts.end() && at->educator == educator ? *at : PairFact{.educator = educator};
}

}  // namespace

std::int32_t stage_points(const Weights& w, std::uint16_t learner, std::uint16_t educator) {
  if (learner == 0 || educator == 0) return 0;
  const std::int64_t away = std::abs(std::int64_t{educator} - learner - w.best_stage_distance);
  return static_cast<std::int32_t>(std::max<std::int64_t>(0, w.near_stage - w.stage_step * away));
}

std::span<const PairFact> facts_of(const Pool& pool, LearnerIndex learner) {
  if (pool.fact_start.empty()) return {};
  return std::span(pool.facts)
      .subspan(pool.fact_start[learner], pool.fact_start[learner + 1] - pool.fact_start[learner]);
}

std::int32_t fact_points(const Weights& w, const PairFact& fact) {
  return wish_points(w.wished_by_learner, w.wish_step, fact.learner_wish) +
         wish_points(w.wished_by_educator, w.wish_step, fact.educator_wish) +
         (fact.learner_wish != 0 && fact.educator_wish != 0 ? w.wished_by_both : 0) + (fact.kept ? w.kept : 0);
}

std::int32_t attribute_points(const Pool& pool, const Weights& w, LearnerIndex i, EducatorIndex j) {
  const Columns& a = pool.learners;
  const Columns& b = pool.educators;
  std::int32_t points = 0;
  if (a.specialty[i] != 0 && a.specialty[i] == b.specialty[j]) points += w.same_specialty;
  if (a.profession[i] != 0 && a.profession[i] == b.profession[j]) points += w.same_profession;
  if (a.site[i] != 0 && a.site[i] == b.site[j]) points += w.same_site;
  if (a.unit[i] != 0 && b.unit[j] != 0 && a.unit[i] != b.unit[j]) points += w.other_unit;
  points += w.shared_interest * std::min(w.shared_interests_max, shared(a.interests[i], b.interests[j]));
  points += w.shared_language * std::min(w.shared_languages_max, few_bits(a.languages[i] & b.languages[j]));
  return points + stage_points(w, a.stage[i], b.stage[j]);
}

std::string_view name_of(HardRule rule) {
  switch (rule) {
    case HardRule::capacity: return "capacity";
    case HardRule::training: return "training";
    case HardRule::declaration: return "declaration";
    case HardRule::same_site: return "same_site";
    case HardRule::common_language: return "common_language";
    case HardRule::conflict: return "conflict";
    case HardRule::veto: return "veto";
    case HardRule::forbidden: return "forbidden";
    case HardRule::same_person: return "same_person";
  }
  return "";
}

std::string_view name_of(Part part) {
  switch (part) {
    case Part::same_specialty: return "same_specialty";
    case Part::same_profession: return "same_profession";
    case Part::same_site: return "same_site";
    case Part::other_unit: return "other_unit";
    case Part::shared_interests: return "shared_interests";
    case Part::shared_languages: return "shared_languages";
    case Part::near_stage: return "near_stage";
    case Part::wished_by_learner: return "wished_by_learner";
    case Part::wished_by_educator: return "wished_by_educator";
    case Part::wished_by_both: return "wished_by_both";
    case Part::kept: return "kept";
  }
  return "";
}

std::vector<HardRule> rules_in(RuleSet set) {
  std::vector<HardRule> rules;
  for (std::size_t n = 0; n < hard_rule_count; ++n) {
    if ((set >> n & 1) != 0) rules.push_back(static_cast<HardRule>(n));
  }
  return rules;
}

Result<> set_facts(Pool& pool, std::vector<PairFactRow> rows) {
  std::sort(rows.begin(), rows.end(), [](const PairFactRow& a, const PairFactRow& b) {
    return a.learner != b.learner ? a.learner < b.learner : a.fact.educator < b.fact.educator;
  });
  pool.facts.clear();
  pool.fact_start.assign(pool.learner_count() + std::size_t{1}, 0);
  const auto better_wish = [](std::uint8_t a, std::uint8_t b) {
    return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
  };
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const PairFactRow& row = rows[n];
    if (row.learner >= pool.learner_count() || row.fact.educator >= pool.educator_count()) {
      return err(refuse("matching.fact_unknown")
                     .with("learner", std::to_string(row.learner))
                     .with("educator", std::to_string(row.fact.educator)));
    }
    const bool again = n > 0 && rows[n - 1].learner == row.learner && rows[n - 1].fact.educator == row.fact.educator;
    if (again) {
      PairFact& one = pool.facts.back();
      one.blocked = static_cast<RuleSet>(one.blocked | row.fact.blocked);
      one.learner_wish = better_wish(one.learner_wish, row.fact.learner_wish);
      one.educator_wish = better_wish(one.educator_wish, row.fact.educator_wish);
      one.kept = one.kept || row.fact.kept;
      one.always_list = one.always_list || row.fact.always_list;
    } else {
      pool.facts.push_back(row.fact);
      ++pool.fact_start[row.learner + 1];
    }
  }
  std::partial_sum(pool.fact_start.begin(), pool.fact_start.end(), pool.fact_start.begin());
  return {};
}

std::vector<ScorePart> explain_score(const Pool& pool, const Weights& w, LearnerIndex i, EducatorIndex j) {
  const Columns& a = pool.learners;
  const Columns& b = pool.educators;
  const PairFact fact = fact_of(pool, i, j);
  const auto equal = [](std::uint16_t x, std::uint16_t y) { return x != 0 && x == y; };
  std::vector<ScorePart> parts;
  const auto add = [&](Part part, std::int32_t points) {
    if (points != 0) parts.push_back({part, points});
  };
  add(Part::same_specialty, equal(a.specialty[i], b.specialty[j]) ? w.same_specialty : 0);
  add(Part::same_profession, equal(a.profession[i], b.profession[j]) ? w.same_profession : 0);
  add(Part::same_site, equal(a.site[i], b.site[j]) ? w.same_site : 0);
  add(Part::other_unit, a.unit[i] != 0 && b.unit[j] != 0 && a.unit[i] != b.unit[j] ? w.other_unit : 0);
  add(Part::shared_interests,
      w.shared_interest * std::min(w.shared_interests_max, shared(a.interests[i], b.interests[j])));
  add(Part::shared_languages,
      w.shared_language * std::min(w.shared_languages_max, std::popcount(a.languages[i] & b.languages[j])));
  add(Part::near_stage, stage_points(w, a.stage[i], b.stage[j]));
  add(Part::wished_by_learner, wish_points(w.wished_by_learner, w.wish_step, fact.learner_wish));
  add(Part::wished_by_educator, wish_points(w.wished_by_educator, w.wish_step, fact.educator_wish));
  add(Part::wished_by_both, fact.learner_wish != 0 && fact.educator_wish != 0 ? w.wished_by_both : 0);
  add(Part::kept, fact.kept ? w.kept : 0);
  return parts;
}

std::int32_t score(const Pool& pool, const Weights& weights, LearnerIndex learner, EducatorIndex educator) {
  std::int32_t sum = 0;
  for (const ScorePart& part : explain_score(pool, weights, learner, educator)) sum += part.points;
  return sum;
}

RuleSet educator_rules(const Pool& pool, const HardRules& rules, EducatorIndex j) {
  RuleSet broken = 0;
  const auto add = [&](bool breaks, HardRule rule) {
    if (breaks) broken = static_cast<RuleSet>(broken | bit(rule));
  };
  add(pool.capacity[j] <= 0, HardRule::capacity);
  add(rules.training_required && !pool.trained.empty() && pool.trained[j] == 0, HardRule::training);
  add(rules.declaration_required && !pool.declared.empty() && pool.declared[j] == 0, HardRule::declaration);
  return broken;
}

RuleSet broken_rules(const Pool& pool, const HardRules& rules, LearnerIndex i, EducatorIndex j) {
  auto broken = static_cast<RuleSet>(educator_rules(pool, rules, j) | (fact_of(pool, i, j).blocked & pair_rules));
  const auto add = [&](bool breaks, HardRule rule) {
    if (breaks) broken = static_cast<RuleSet>(broken | bit(rule));
  };
  add(rules.same_site_required && (pool.learners.site[i] == 0 || pool.learners.site[i] != pool.educators.site[j]),
      HardRule::same_site);
  add(rules.common_language_required && (pool.learners.languages[i] & pool.educators.languages[j]) == 0,
      HardRule::common_language);
  return broken;
}

Result<> validate_pool(const Pool& pool) {
  for (const Columns* c : {&pool.learners, &pool.educators}) {
    const std::size_t n = c->size();
    if (n > max_people) {
      return err(fail(ErrorCode::limit, "matching.too_large")
                     .with("what", c == &pool.learners ? "learners" : "educators")
                     .with("count", std::to_string(n))
                     .with("limit", std::to_string(max_people)));
    }
    if (c->specialty.size() != n || c->profession.size() != n || c->stage.size() != n || c->unit.size() != n ||
        c->languages.size() != n || c->interests.size() != n) {
      return err(bad_pool("columns"));
    }
  }
  const std::uint32_t educators = pool.educator_count();
  if (pool.capacity.size() != educators) return err(bad_pool("capacity"));
  if (!pool.trained.empty() && pool.trained.size() != educators) return err(bad_pool("trained"));
  if (!pool.declared.empty() && pool.declared.size() != educators) return err(bad_pool("declared"));
  for (EducatorIndex j = 0; j < educators; ++j) {
    if (pool.capacity[j] < 0 || pool.capacity[j] > static_cast<std::int32_t>(max_people)) {
      return err(refuse("matching.bad_capacity")
                     .with("educator", std::to_string(j))
                     .with("capacity", std::to_string(pool.capacity[j])));
    }
  }
  if (pool.fact_start.empty()) return pool.facts.empty() ? Result<>{} : err(bad_pool("fact_start"));
  if (pool.fact_start.size() != pool.learner_count() + std::size_t{1} || pool.fact_start.front() != 0 ||
      pool.fact_start.back() != pool.facts.size() || !std::is_sorted(pool.fact_start.begin(), pool.fact_start.end())) {
    return err(bad_pool("fact_start"));
  }
  for (LearnerIndex i = 0; i < pool.learner_count(); ++i) {
    const std::span<const PairFact> facts = facts_of(pool, i);
    for (std::size_t n = 0; n < facts.size(); ++n) {
      if (facts[n].educator >= educators) return err(bad_pool("facts"));
      if (n > 0 && facts[n - 1].educator >= facts[n].educator) return err(bad_pool("facts"));
    }
  }
  return {};
}

Result<> validate_weights(const Weights& w) {
  struct Bounded {
    const char* name;
    std::int32_t value;
    std::int32_t low;
    std::int32_t high;
  };
  const Bounded all[] = {
      {"same_specialty", w.same_specialty, 0, max_weight},
      {"same_profession", w.same_profession, 0, max_weight},
      {"same_site", w.same_site, 0, max_weight},
      {"other_unit", w.other_unit, 0, max_weight},
      {"shared_interest", w.shared_interest, 0, max_weight},
      {"shared_interests_max", w.shared_interests_max, 0, 128},
      {"shared_language", w.shared_language, 0, max_weight},
      {"shared_languages_max", w.shared_languages_max, 0, 64},
      {"near_stage", w.near_stage, 0, max_weight},
      {"stage_step", w.stage_step, 0, max_weight},
      {"best_stage_distance", w.best_stage_distance, -100, 100},
      {"wished_by_learner", w.wished_by_learner, 0, max_weight},
      {"wished_by_educator", w.wished_by_educator, 0, max_weight},
      {"wished_by_both", w.wished_by_both, 0, max_weight},
      {"wish_step", w.wish_step, 0, max_weight},
      {"kept", w.kept, 0, max_weight},
  };
  for (const Bounded& weight : all) {
    if (weight.value >= weight.low && weight.value <= weight.high) continue;
    return err(refuse("matching.bad_weight")
                   .with("weight", weight.name)
                   .with("value", std::to_string(weight.value))
                   .with("low", std::to_string(weight.low))
                   .with("limit", std::to_string(weight.high)));
  }
  return {};
}

namespace {

bool better(const Found& a, const Found& b) { return a.score != b.score ? a.score > b.score : a.educator < b.educator; }

/// Spreads learners evenly over educators, for searches in which equals should not all be sent to the same few.
EducatorIndex spread(const Pool& pool, LearnerIndex learner) {
  return static_cast<EducatorIndex>(std::uint64_t{learner} * pool.educator_count() / pool.learner_count());
}

/// Rows found chunk by chunk, put together in learner order.
struct Rows {
  std::vector<std::vector<Found>> chunk;
  std::vector<std::uint32_t> length;  ///< per learner
};

constexpr std::uint32_t chunk_size = 512;

/// Merges additional rows into lists; both are sorted, so are the results.
void merge_rows(std::vector<std::uint64_t>& row_start, std::vector<EducatorIndex>& educator,
                std::vector<std::int32_t>& score_column, const Rows& more) {
  std::vector<std::uint64_t> start = {0};
  start.reserve(row_start.size());
  std::vector<EducatorIndex> educators;
  std::vector<std::int32_t> scores;
  std::size_t added = 0;
  for (const auto& chunk : more.chunk) added += chunk.size();
  educators.reserve(educator.size() + added);
  scores.reserve(educator.size() + added);
  std::size_t at = 0;
  for (LearnerIndex i = 0; i + 1 < row_start.size(); ++i) {
    if (i % chunk_size == 0) at = 0;
    const auto& chunk = more.chunk[i / chunk_size];
    std::uint64_t e = row_start[i];
    const std::size_t end = at + more.length[i];
    while (e < row_start[i + 1] || at < end) {
      const bool old = at == end || (e < row_start[i + 1] && better({educator[e], score_column[e]}, chunk[at]));
      educators.push_back(old ? educator[e] : chunk[at].educator);
      scores.push_back(old ? score_column[e] : chunk[at].score);
      old ? ++e : ++at;
    }
    start.push_back(educators.size());
  }
  row_start = std::move(start);
  educator = std::move(educators);
  score_column = std::move(scores);
}

Error too_many_pairs(std::uint64_t limit) {
  return fail(ErrorCode::limit, "matching.too_large")
      .with("what", "pairs")
      .with("count", "more than " + std::to_string(limit))
      .with("limit", std::to_string(limit));
}

/// Calls progress one thread at a time, with learners done so far.
class Reporter {
 public:
  Reporter(const Progress& progress, std::uint32_t all) : progress_(progress), all_(all) {}
  void done(std::uint32_t learners) {
    if (!progress_) return;
    const std::lock_guard lock(mutex_);
    done_ += learners;
    progress_(done_, all_);
  }

 private:
  const Progress& progress_;
  std::uint32_t all_;
  std::uint32_t done_ = 0;
  std::mutex mutex_;
};

/// How a round of searches is run.
struct Round {
  Threads threads = Threads::one;
  std::uint64_t limit = max_pairs;  ///< more pairs are refused
  const Progress& progress;
};

/// Runs a search for every learner for whom `want` fills one in, and collects what they find.
template <class Want>
Result<Rows> search_all(const EducatorTable& table, const Terms& terms, const Round& round, std::stop_token stop,
                        std::uint64_t& scored, Want want) {
  const std::uint32_t learners = table.pool.learner_count();
  const Handicaps handicaps(table, terms);
  Reporter reporter(round.progress, learners);
  Rows rows;
  rows.chunk.resize((learners + chunk_size - 1) / chunk_size);
  rows.length.assign(learners, 0);
  std::atomic<std::uint64_t> pairs = 0;
  std::vector<BestEducators> searches(2, BestEducators(handicaps));
  in_chunks(learners, chunk_size, round.threads, stop, [&](unsigned worker, std::uint32_t first, std::uint32_t last) {
    if (pairs > round.limit) return;  // refused below; memory stays bounded
    BestEducators& search = searches[worker];
    std::vector<Found>& out = rows.chunk[first / chunk_size];
    std::vector<Wanted> wanted;
    const auto find = [&] {
      const auto found = search.find(wanted);
      for (std::size_t n = 0; n < wanted.size(); ++n) {
        const std::size_t from = out.size();
        out.insert(out.end(), found[n].begin(), found[n].end());
        if (!std::is_sorted(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(), better)) {
          std::sort(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(), better);
        }
        rows.length[wanted[n].learner] = static_cast<std::uint32_t>(found[n].size());
      }
      wanted.clear();
    };
    for (LearnerIndex i = first; i < last; ++i) {
      Wanted one;
      one.learner = i;
      if (want(i, one)) wanted.push_back(one);
      if (wanted.size() == BestEducators::together) find();
    }
    find();
    pairs += out.size();
    reporter.done(last - first);
  });
  if (stop.stop_requested()) return err(stopped());
  if (pairs > round.limit) return err(too_many_pairs(round.limit));
  for (const BestEducators& search : searches) scored += search.pairs_scored();
  return rows;
}

/// Adds eligible pairs marked always_list that did not make it into the lists.
void add_always_listed(const EducatorTable& table, Candidates& c) {
  const Pool& pool = table.pool;
  const bool any = std::any_of(pool.facts.begin(), pool.facts.end(), [](const PairFact& f) { return f.always_list; });
  if (!any) return;
  Rows rows;
  const std::uint32_t learners = pool.learner_count();
  rows.chunk.resize((learners + chunk_size - 1) / chunk_size);
  rows.length.assign(learners, 0);
  for (LearnerIndex i = 0; i < learners; ++i) {
    std::vector<Found> missing;
    for (const PairFact& fact : facts_of(pool, i)) {
      if (!fact.always_list || broken_rules(pool, table.rules, i, fact.educator) != 0) continue;
      const auto row = c.educator.begin() + static_cast<std::ptrdiff_t>(c.row_start[i]);
      const auto row_end = c.educator.begin() + static_cast<std::ptrdiff_t>(c.row_start[i + 1]);
      if (std::find(row, row_end, fact.educator) != row_end) continue;
      missing.push_back({fact.educator, score(pool, table.weights, i, fact.educator)});
    }
    std::sort(missing.begin(), missing.end(), better);
    auto& chunk = rows.chunk[i / chunk_size];
    chunk.insert(chunk.end(), missing.begin(), missing.end());
    rows.length[i] = static_cast<std::uint32_t>(missing.size());
  }
  merge_rows(c.row_start, c.educator, c.score, rows);
}

}  // namespace

Result<Candidates> find_candidates(const Pool& pool, const HardRules& rules, const Weights& weights,
                                   const CandidateOptions& options, std::stop_token stop) {
  TRY(validate_pool(pool));
  TRY(validate_weights(weights));
  const EducatorTable table(pool, rules, weights, options.instructions);
  const std::uint32_t learners = pool.learner_count();
  const auto everybody = static_cast<std::uint32_t>(table.educator.size());
  const std::uint32_t length = options.list_length == 0 ? everybody : std::min(options.list_length, everybody);
  const std::uint64_t limit = std::min(options.max_pairs, max_pairs);

  Candidates c;
  c.row_start.assign(learners + std::size_t{1}, 0);
  Rows rows = TRY(search_all(table, {}, {options.threads, limit, options.progress}, stop, c.pairs_scored,
                             [&](LearnerIndex, Wanted& wanted) {
                               wanted.count = length;
                               return true;
                             }));
  merge_rows(c.row_start, c.educator, c.score, rows);
  // Shorter lists hold everybody, longer ones all who score more than the last.
  c.unlisted_at_most.assign(learners, std::numeric_limits<std::int32_t>::min());
  for (LearnerIndex i = 0; i < learners; ++i) {
    const std::uint64_t end = c.row_start[i + 1];
    if (length > 0 && end - c.row_start[i] == length) c.unlisted_at_most[i] = c.score[end - 1];
  }
  add_always_listed(table, c);
  if (c.educator.size() > limit) return err(too_many_pairs(limit));

  // Widen the lists of those who compete for too few seats by educators outside the shortage, twice as many each time.
  std::vector<std::uint8_t> was_widened(learners, 0);
  for (std::uint32_t more = std::max(4U, length / 8);; more = std::min(everybody, 2 * more)) {
    const Lists lists{c.row_start, c.educator, pool.capacity};
    Placement placement(lists);
    placement.fill();
    c.placeable = placement.placed();
    const Shortage shortage = shortage_of(lists, placement);
    if (!shortage.any) {
      c.placeable_is_final = true;
      break;
    }
    const Rows wider = TRY(search_all(table, {.outside = shortage.educator},
                                      {options.threads, limit - c.educator.size(), options.progress}, stop,
                                      c.pairs_scored, [&](LearnerIndex i, Wanted& wanted) {
                                        // Everybody on the learner's list is inside the shortage already.
                                        wanted.count = more;
                                        wanted.start = spread(pool, i);
                                        return shortage.learner[i] != 0;
                                      }));
    std::uint64_t added = 0;
    for (LearnerIndex i = 0; i < learners; ++i) {
      added += wider.length[i];
      if (wider.length[i] != 0) was_widened[i] = 1;
    }
    if (added == 0) {  // all eligible educators of the shortage are full: nothing more can be placed
      c.placeable_is_final = true;
      break;
    }
    merge_rows(c.row_start, c.educator, c.score, wider);
  }
  for (LearnerIndex i = 0; i < learners; ++i) {
    if (was_widened[i] != 0) c.widened.push_back(i);
  }
  return c;
}

Problem problem_from(const Pool& pool, Candidates candidates) {
  Problem problem;
  problem.educator_count = pool.educator_count();
  problem.row_start = std::move(candidates.row_start);
  problem.educator = std::move(candidates.educator);
  problem.score = std::move(candidates.score);
  problem.capacity = pool.capacity;
  return problem;
}

Result<std::uint64_t> add_missed_pairs(Problem& problem, const Solution& solution, const Pool& pool,
                                       const HardRules& rules, const Weights& weights, const Pricing& pricing,
                                       std::stop_token stop) {
  TRY(validate_pool(pool));
  TRY(validate_weights(weights));
  const Certificate& proof = solution.certificate;
  if (problem.learner_count() != pool.learner_count() || problem.educator_count != pool.educator_count() ||
      proof.learner_dual.size() != pool.learner_count() || proof.educator_price.size() != pool.educator_count() ||
      !(pricing.unlisted_at_most.empty() || pricing.unlisted_at_most.size() == pool.learner_count()) ||
      !problem.learner_rank.empty() || !problem.educator_priority.empty()) {
    return err(fail(ErrorCode::internal, "matching.bad_problem").with("what", "proof"));
  }
  std::vector<std::uint8_t> pinned(problem.learner_count(), 0);
  for (const Pair pin : problem.pins) pinned[pin.learner] = 1;
  std::vector<Pair> forbids = problem.forbids;
  std::sort(forbids.begin(), forbids.end());
  std::vector<EducatorIndex> forbidden(forbids.size());
  std::ranges::transform(forbids, forbidden.begin(), &Pair::educator);
  const EducatorTable table(pool, rules, weights);
  std::int64_t lowest_price = std::numeric_limits<std::int64_t>::max() / 2;
  for (const EducatorIndex j : table.educator) lowest_price = std::min(lowest_price, proof.educator_price[j]);
  std::uint64_t scored = 0;
  const Rows rows = TRY(search_all(
      table, {.price = proof.educator_price, .least = problem.score_floor},
      {pricing.threads, max_pairs - std::min(max_pairs, problem.pair_count()), pricing.progress}, stop, scored,
      [&](LearnerIndex i, Wanted& wanted) {
        if (pinned[i] != 0) return false;
        if (!pricing.unlisted_at_most.empty() && pricing.unlisted_at_most[i] - lowest_price <= proof.learner_dual[i]) {
          return false;
        }
        wanted.count = pricing.per_learner;
        wanted.above = proof.learner_dual[i];
        wanted.start = spread(pool, i);
        wanted.listed =
            std::span(problem.educator).subspan(problem.row_start[i], problem.row_start[i + 1] - problem.row_start[i]);
        const auto own = std::ranges::equal_range(forbids, i, {}, &Pair::learner);
        wanted.forbidden =
            std::span(forbidden).subspan(static_cast<std::size_t>(own.begin() - forbids.begin()), own.size());
        return true;
      }));
  const std::uint64_t before = problem.pair_count();
  merge_rows(problem.row_start, problem.educator, problem.score, rows);
  return problem.pair_count() - before;
}

}  // namespace chiron::matching
