// Candidate lists: scores and their parts, the bounded search for each learner's best educators, widening where seats
// are short, and pricing of pairs that no list holds.
#include "engines/matching/candidates.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <string>
#include <thread>

#include "engines/matching/people_index.h"
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

PairFact fact_of(const Pool& pool, LearnerIndex learner, EducatorIndex educator) {
  const std::span<const PairFact> facts = facts_of(pool, learner);
  const auto at = std::lower_bound(facts.begin(), facts.end(), educator,
                                   [](const PairFact& f, EducatorIndex j) { return f.educator < j; });
  return at != facts.end() && at->educator == educator ? *at : PairFact{.educator = educator};
}

constexpr RuleSet pair_rules =
    bit(HardRule::conflict) | bit(HardRule::veto) | bit(HardRule::forbidden) | bit(HardRule::same_person);

std::int32_t fact_points(const Weights& w, const PairFact& fact) {
  return wish_points(w.wished_by_learner, w.wish_step, fact.learner_wish) +
         wish_points(w.wished_by_educator, w.wish_step, fact.educator_wish) +
         (fact.learner_wish != 0 && fact.educator_wish != 0 ? w.wished_by_both : 0) + (fact.kept ? w.kept : 0);
}

}  // namespace

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

RuleSet broken_rules(const Pool& pool, const HardRules& rules, LearnerIndex i, EducatorIndex j) {
  RuleSet broken = fact_of(pool, i, j).blocked & pair_rules;
  const auto add = [&](bool breaks, HardRule rule) {
    if (breaks) broken = static_cast<RuleSet>(broken | bit(rule));
  };
  add(pool.capacity[j] <= 0, HardRule::capacity);
  add(rules.training_required && !pool.trained.empty() && pool.trained[j] == 0, HardRule::training);
  add(rules.declaration_required && !pool.declared.empty() && pool.declared[j] == 0, HardRule::declaration);
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

void in_chunks(std::uint32_t count, std::uint32_t chunk, Threads threads, std::stop_token stop,
               const std::function<void(std::uint32_t, std::uint32_t)>& work) {
  std::atomic<std::uint32_t> next = 0;
  const std::uint32_t chunks = (count + chunk - 1) / chunk;
  const auto loop = [&] {
    for (std::uint32_t c = next++; c < chunks && !stop.stop_requested(); c = next++) {
      work(c * chunk, std::min(count, (c + 1) * chunk));
    }
  };
  if (threads == Threads::one || chunks < 2) return loop();
  std::jthread other(loop);
  loop();
}

PeopleIndex::PeopleIndex(const Pool& pool_, const HardRules& rules_, const Weights& weights_)
    : pool(pool_), rules(rules_), weights(weights_), by_interest(128), by_language(64) {
  const std::uint32_t n = pool.educator_count();
  record.resize(n);
  open.assign(n, 0);
  const Columns& c = pool.educators;
  const auto put = [&](std::vector<List>& lists, std::uint16_t code, EducatorIndex j) {
    if (code == 0) return;
    if (code >= lists.size()) lists.resize(code + std::size_t{1});
    lists[code].push_back({record[j], j});
  };
  for (EducatorIndex j = 0; j < n; ++j) {
    record[j] = {c.languages[j], c.interests[j], c.site[j], c.specialty[j], c.profession[j], c.stage[j], c.unit[j]};
    const bool admitted = pool.capacity[j] > 0 &&
                          !(rules.training_required && !pool.trained.empty() && pool.trained[j] == 0) &&
                          !(rules.declaration_required && !pool.declared.empty() && pool.declared[j] == 0);
    if (!admitted) continue;
    open[j] = 1;
    everybody.push_back({record[j], j});
    put(by_site, c.site[j], j);
    put(by_specialty, c.specialty[j], j);
    put(by_profession, c.profession[j], j);
    put(by_stage, c.stage[j], j);
    for (std::uint64_t bits = c.languages[j]; bits != 0; bits &= bits - 1) {
      by_language[static_cast<std::size_t>(std::countr_zero(bits))].push_back({record[j], j});
    }
    for (std::uint64_t bits = c.interests[j].low; bits != 0; bits &= bits - 1) {
      by_interest[static_cast<std::size_t>(std::countr_zero(bits))].push_back({record[j], j});
    }
    for (std::uint64_t bits = c.interests[j].high; bits != 0; bits &= bits - 1) {
      by_interest[64 + static_cast<std::size_t>(std::countr_zero(bits))].push_back({record[j], j});
    }
  }
}

BestEducators::BestEducators(const PeopleIndex& index) : index_(index), seen_(index.record.size(), 0) {}

std::int32_t BestEducators::points_of(const PeopleIndex::Record& e) const {
  const Weights& w = index_.weights;
  std::int32_t points = 0;
  if (own_.specialty != 0 && own_.specialty == e.specialty) points += w.same_specialty;
  if (own_.profession != 0 && own_.profession == e.profession) points += w.same_profession;
  if (own_.site != 0 && own_.site == e.site) points += w.same_site;
  if (own_.unit != 0 && e.unit != 0 && own_.unit != e.unit) points += w.other_unit;
  points += w.shared_interest * std::min(w.shared_interests_max, shared(own_.interests, e.interests));
  points += w.shared_language * std::min(w.shared_languages_max, few_bits(own_.languages & e.languages));
  return points + stage_points(w, own_.stage, e.stage);
}

/// The most an educator who is in no list dealt with so far can score.
std::int32_t BestEducators::bound() const {
  const Weights& w = index_.weights;
  std::int32_t points = constant_;
  std::int32_t interests = 0;
  std::int32_t languages = 0;
  std::int32_t stage = 0;
  for (const Source& source : sources_) {
    if (source.done) continue;
    switch (source.kind) {
      case Source::Kind::plain: points += source.points; break;
      case Source::Kind::interest: ++interests; break;
      case Source::Kind::language: ++languages; break;
      case Source::Kind::stage: stage = std::max(stage, source.points); break;
    }
  }
  return points + stage + w.shared_interest * std::min(w.shared_interests_max, interests) +
         w.shared_language * std::min(w.shared_languages_max, languages);
}

void BestEducators::tighten() {
  const std::size_t keep = wanted_->count;
  if (best_.size() < keep) return;
  std::nth_element(best_.begin(), best_.begin() + static_cast<std::ptrdiff_t>(keep - 1), best_.end(), std::greater<>());
  best_.resize(keep);
  threshold_ = best_.back();
  full_ = true;
}

/// The educator's place when counting starts at `start`: smaller goes first among equals.
std::uint32_t BestEducators::turn(EducatorIndex j) const {
  return j >= wanted_->start ? j - wanted_->start : j + static_cast<std::uint32_t>(seen_.size()) - wanted_->start;
}

void BestEducators::offer(EducatorIndex j, std::int32_t score) {
  std::int64_t worth = score;
  if (!wanted_->price.empty()) {
    worth = score - wanted_->price[j] - wanted_->above;
    if (worth <= 0) return;
    // Only the order matters from here on; what is far above everything else is equally good.
    worth = std::min<std::int64_t>(worth, std::numeric_limits<std::int32_t>::max());
  }
  const std::uint64_t key = static_cast<std::uint64_t>(worth) << 32 | (~turn(j) & 0xFFFFFFFFU);
  if (full_ && key < threshold_) return;
  best_.push_back(key);
  if (best_.size() >= 2 * static_cast<std::size_t>(wanted_->count) + 16) tighten();
}

void BestEducators::scan(const PeopleIndex::List& list, std::int32_t most) {
  std::int64_t most_worth = most;
  if (!wanted_->price.empty()) {
    most_worth = most - wanted_->above;
    if (most_worth <= 0) return;
    most_worth = std::min<std::int64_t>(most_worth, std::numeric_limits<std::int32_t>::max());
  }
  const std::uint64_t most_key = static_cast<std::uint64_t>(most_worth) << 32;
  if (!full_) tighten();
  const std::span<const PeopleIndex::Entry> all(list);
  std::size_t first = 0;
  if (wanted_->start != 0) {
    first = static_cast<std::size_t>(
        std::lower_bound(list.begin(), list.end(), wanted_->start,
                         [](const PeopleIndex::Entry& e, EducatorIndex j) { return e.educator < j; }) -
        list.begin());
  }
  if (scan(all.subspan(first), most_key)) scan(all.first(first), most_key);
}

bool BestEducators::scan(std::span<const PeopleIndex::Entry> stretch, std::uint64_t most_key) {
  const bool language = index_.rules.common_language_required;
  const bool site = index_.rules.same_site_required;
  for (const auto& [e, j] : stretch) {
    // Turns ascend along the list: nobody from here on can be better than the most with this turn.
    if (full_ && (most_key | (~turn(j) & 0xFFFFFFFFU)) < threshold_) return false;
    if (seen_[j] == search_) continue;
    seen_[j] = search_;
    if (language && (own_.languages & e.languages) == 0) continue;
    if (site && own_.site != e.site) continue;
    if (!wanted_->outside.empty() && wanted_->outside[j] != 0) continue;
    ++scored_;
    offer(j, points_of(e));
    if (!full_ && best_.size() >= wanted_->count) tighten();
  }
  return true;
}

const std::vector<Found>& BestEducators::find(LearnerIndex i, const Wanted& wanted) {
  const Columns& c = index_.pool.learners;
  const Weights& w = index_.weights;
  own_ = {c.languages[i], c.interests[i], c.site[i], c.specialty[i], c.profession[i], c.stage[i], c.unit[i]};
  wanted_ = &wanted;
  best_.clear();
  found_.clear();
  threshold_ = 0;
  full_ = false;
  if (++search_ == 0) {  // numbers used up: start over
    std::fill(seen_.begin(), seen_.end(), 0);
    search_ = 1;
  }
  if (wanted.count == 0) return found_;
  if (index_.rules.same_site_required && own_.site == 0) return found_;
  if (index_.rules.common_language_required && own_.languages == 0) return found_;
  for (const EducatorIndex j : wanted.listed) seen_[j] = search_;

  // Pairs with facts first: nobody else has points for wishes or for having been kept.
  for (const PairFact& fact : facts_of(index_.pool, i)) {
    if (seen_[fact.educator] == search_) continue;
    seen_[fact.educator] = search_;
    const PeopleIndex::Record& e = index_.record[fact.educator];
    if (index_.open[fact.educator] == 0 || (fact.blocked & pair_rules) != 0) continue;
    if (index_.rules.common_language_required && (own_.languages & e.languages) == 0) continue;
    if (index_.rules.same_site_required && own_.site != e.site) continue;
    if (!wanted.outside.empty() && wanted.outside[fact.educator] != 0) continue;
    ++scored_;
    offer(fact.educator, points_of(e) + fact_points(w, fact));
  }

  sources_.clear();
  constant_ = own_.unit != 0 ? w.other_unit : 0;
  const auto add = [&](const PeopleIndex::List& list, std::int32_t points, Source::Kind kind) {
    if (points > 0 && !list.empty()) sources_.push_back({&list, points, kind, false});
  };
  const PeopleIndex::List& here = index_.with(index_.by_site, own_.site);
  if (index_.rules.same_site_required) {
    constant_ += w.same_site;  // everybody admitted has these points
  } else {
    add(here, w.same_site, Source::Kind::plain);
  }
  add(index_.with(index_.by_specialty, own_.specialty), w.same_specialty, Source::Kind::plain);
  add(index_.with(index_.by_profession, own_.profession), w.same_profession, Source::Kind::plain);
  if (w.shared_interests_max > 0) {
    for (std::uint64_t bits = own_.interests.low; bits != 0; bits &= bits - 1) {
      add(index_.by_interest[static_cast<std::size_t>(std::countr_zero(bits))], w.shared_interest,
          Source::Kind::interest);
    }
    for (std::uint64_t bits = own_.interests.high; bits != 0; bits &= bits - 1) {
      add(index_.by_interest[64 + static_cast<std::size_t>(std::countr_zero(bits))], w.shared_interest,
          Source::Kind::interest);
    }
  }
  if (w.shared_languages_max > 0) {
    for (std::uint64_t bits = own_.languages; bits != 0; bits &= bits - 1) {
      add(index_.by_language[static_cast<std::size_t>(std::countr_zero(bits))], w.shared_language,
          Source::Kind::language);
    }
  }
  if (own_.stage != 0) {
    for (std::size_t stage = 1; stage < index_.by_stage.size(); ++stage) {
      add(index_.by_stage[stage], stage_points(w, own_.stage, static_cast<std::uint16_t>(stage)), Source::Kind::stage);
    }
  }

  // Fagin's idea: take lists one by one, the most points per entry first; whoever is in none of them is bounded by what
  // the lists not yet taken could give. A full pass ends the search when the lists would cost more than it.
  const PeopleIndex::List& universe = index_.rules.same_site_required ? here : index_.everybody;
  std::sort(sources_.begin(), sources_.end(), [](const Source& a, const Source& b) {
    const auto left = static_cast<std::uint64_t>(a.points) * b.list->size();
    const auto right = static_cast<std::uint64_t>(b.points) * a.list->size();
    if (left != right) return left > right;
    return a.list < b.list;
  });
  std::size_t cost = 0;
  for (Source& source : sources_) {
    const std::int32_t most = bound();
    cost += source.list->size();
    if (cost >= universe.size()) break;
    scan(*source.list, most);
    source.done = true;
    const std::int32_t left = bound();
    if (full_ && wanted.price.empty() && (static_cast<std::uint64_t>(left) << 32 | 0xFFFFFFFFU) < threshold_) break;
    if (!wanted.price.empty() && left <= wanted.above) break;
  }
  scan(universe, bound());

  tighten();
  std::sort(best_.begin(), best_.end(), std::greater<>());
  found_.reserve(best_.size());
  for (const std::uint64_t key : best_) {
    const std::uint64_t place = (~key & 0xFFFFFFFFU) + wanted.start;
    const auto j = static_cast<EducatorIndex>(place < seen_.size() ? place : place - seen_.size());
    std::int32_t points = static_cast<std::int32_t>(key >> 32);
    if (!wanted.price.empty()) points = score(index_.pool, w, i, j);
    found_.push_back({j, points});
  }
  return found_;
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

/// Runs a search for every learner for whom `wanted_of` gives one, and collects what it finds.
template <class WantedOf>
Result<Rows> search_all(const PeopleIndex& index, Threads threads, std::stop_token stop, std::uint64_t limit,
                        std::uint64_t& scored, WantedOf wanted_of) {
  const std::uint32_t learners = index.pool.learner_count();
  Rows rows;
  rows.chunk.resize((learners + chunk_size - 1) / chunk_size);
  rows.length.assign(learners, 0);
  std::atomic<std::uint64_t> total = 0;
  std::atomic<std::uint64_t> pairs = 0;
  in_chunks(learners, chunk_size, threads, stop, [&](std::uint32_t first, std::uint32_t last) {
    if (pairs > limit) return;  // refused below; memory stays bounded
    std::vector<EducatorIndex> listed;
    BestEducators search(index);
    std::vector<Found>& out = rows.chunk[first / chunk_size];
    for (LearnerIndex i = first; i < last; ++i) {
      Wanted wanted;
      listed.clear();
      if (!wanted_of(i, wanted, listed)) continue;
      wanted.listed = listed;
      std::vector<Found> found = search.find(i, wanted);
      std::sort(found.begin(), found.end(), better);
      out.insert(out.end(), found.begin(), found.end());
      rows.length[i] = static_cast<std::uint32_t>(found.size());
    }
    total += search.pairs_scored();
    pairs += out.size();
  });
  if (stop.stop_requested()) return err(stopped());
  if (pairs > limit) return err(too_many_pairs(limit));
  scored += total;
  return rows;
}

/// Adds eligible pairs marked always_list that did not make it into the lists.
void add_always_listed(const PeopleIndex& index, Candidates& c) {
  const Pool& pool = index.pool;
  const bool any = std::any_of(pool.facts.begin(), pool.facts.end(), [](const PairFact& f) { return f.always_list; });
  if (!any) return;
  Rows rows;
  const std::uint32_t learners = pool.learner_count();
  rows.chunk.resize((learners + chunk_size - 1) / chunk_size);
  rows.length.assign(learners, 0);
  for (LearnerIndex i = 0; i < learners; ++i) {
    std::vector<Found> missing;
    for (const PairFact& fact : facts_of(pool, i)) {
      if (!fact.always_list || broken_rules(pool, index.rules, i, fact.educator) != 0) continue;
      const auto row = c.educator.begin() + static_cast<std::ptrdiff_t>(c.row_start[i]);
      const auto row_end = c.educator.begin() + static_cast<std::ptrdiff_t>(c.row_start[i + 1]);
      if (std::find(row, row_end, fact.educator) != row_end) continue;
      missing.push_back({fact.educator, score(pool, index.weights, i, fact.educator)});
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
  const PeopleIndex index(pool, rules, weights);
  const std::uint32_t learners = pool.learner_count();
  const auto everybody = static_cast<std::uint32_t>(index.everybody.size());
  const std::uint32_t length = options.list_length == 0 ? everybody : std::min(options.list_length, everybody);
  const std::uint64_t limit = std::min(options.max_pairs, max_pairs);

  Candidates c;
  c.row_start.assign(learners + std::size_t{1}, 0);
  const Rows rows = TRY(search_all(index, options.threads, stop, limit, c.pairs_scored,
                                   [&](LearnerIndex, Wanted& wanted, std::vector<EducatorIndex>&) {
                                     wanted.count = length;
                                     return true;
                                   }));
  merge_rows(c.row_start, c.educator, c.score, rows);
  add_always_listed(index, c);
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
    const Rows wider = TRY(search_all(index, options.threads, stop, limit - c.educator.size(), c.pairs_scored,
                                      [&](LearnerIndex i, Wanted& wanted, std::vector<EducatorIndex>&) {
                                        // Everybody on the learner's list is inside the shortage already.
                                        wanted.count = more;
                                        wanted.outside = shortage.educator;
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
                                       const HardRules& rules, const Weights& weights, std::uint32_t per_learner,
                                       Threads threads, std::stop_token stop) {
  TRY(validate_pool(pool));
  TRY(validate_weights(weights));
  const Certificate& proof = solution.certificate;
  if (problem.learner_count() != pool.learner_count() || problem.educator_count != pool.educator_count() ||
      proof.learner_dual.size() != pool.learner_count() || proof.educator_price.size() != pool.educator_count() ||
      !problem.learner_rank.empty() || !problem.educator_priority.empty()) {
    return err(fail(ErrorCode::internal, "matching.bad_problem").with("what", "proof"));
  }
  std::vector<std::uint8_t> pinned(problem.learner_count(), 0);
  for (const Pair pin : problem.pins) pinned[pin.learner] = 1;
  std::vector<Pair> forbids = problem.forbids;
  std::sort(forbids.begin(), forbids.end());
  const PeopleIndex index(pool, rules, weights);
  std::uint64_t scored = 0;
  const Rows rows =
      TRY(search_all(index, threads, stop, max_pairs - std::min(max_pairs, problem.pair_count()), scored,
                     [&](LearnerIndex i, Wanted& wanted, std::vector<EducatorIndex>& listed) {
                       if (pinned[i] != 0) return false;
                       wanted.count = per_learner;
                       wanted.price = proof.educator_price;
                       wanted.above = proof.learner_dual[i];
                       wanted.start = spread(pool, i);
                       listed.assign(problem.educator.begin() + static_cast<std::ptrdiff_t>(problem.row_start[i]),
                                     problem.educator.begin() + static_cast<std::ptrdiff_t>(problem.row_start[i + 1]));
                       for (auto f = std::lower_bound(forbids.begin(), forbids.end(), Pair{i, 0});
                            f != forbids.end() && f->learner == i; ++f) {
                         if (f->educator < pool.educator_count()) listed.push_back(f->educator);
                       }
                       return true;
                     }));
  const std::uint64_t before = problem.pair_count();
  merge_rows(problem.row_start, problem.educator, problem.score, rows);
  return problem.pair_count() - before;
}

}  // namespace chiron::matching
