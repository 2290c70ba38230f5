// From people's attributes to scored candidate lists, and to "who could be matched at all, and what binds".
// Exact: every pair that the hard rules may allow is looked at, tens of educators an instruction where the processor
// can (AVX-512, AVX2). One or two threads and all instruction sets give identical results. Equal scores go by position:
// give people in an order that does not depend on the file, e.g. by id.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engines/matching/problem.h"

namespace chiron::matching {

/// 128 interests as bits.
struct InterestSet {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  bool operator==(const InterestSet&) const = default;
};

/// One side's attributes as columns, one entry per person, all of the same length. Codes are small numbers chosen by
/// the caller (0 … 65,535), the same on both sides; 0 = not known, which equals nothing, not even another 0.
struct Columns {
  std::vector<std::uint16_t> site;
  std::vector<std::uint16_t> specialty;
  std::vector<std::uint16_t> profession;
  std::vector<std::uint16_t> stage;  ///< ordered: 1 = first, so that |a − b| is a distance; 0 = not known
  std::vector<std::uint16_t> unit;
  std::vector<std::uint64_t> languages;  ///< bit per language; 0 = not known, shares none
  std::vector<InterestSet> interests;

  std::size_t size() const { return site.size(); }
};

/// A rule that makes a pair impossible. Several may apply to one pair.
enum class HardRule : std::uint8_t {
  capacity,         ///< the educator has no seat
  training,         ///< the educator has not completed the training
  declaration,      ///< the educator has not declared conflicts
  same_site,        ///< learner and educator are not at the same known site
  common_language,  ///< they share no known language
  conflict,         ///< the conflict engine blocks the pair
  veto,             ///< a private "not this person"
  forbidden,        ///< a coordinator's forbid
  same_person,      ///< nobody is their own educator
};
inline constexpr std::size_t hard_rule_count = 9;

/// Stable lower-case name ("capacity", "training" …).
std::string_view name_of(HardRule rule);

/// A set of hard rules as bits.
using RuleSet = std::uint16_t;
constexpr RuleSet bit(HardRule rule) { return static_cast<RuleSet>(1U << static_cast<unsigned>(rule)); }

/// What is known about one learner and one educator together. Pairs about which nothing is known are left out.
struct PairFact {
  EducatorIndex educator = 0;
  RuleSet blocked = 0;             ///< any of conflict, veto, forbidden, same_person; other bits are ignored
  std::uint8_t learner_wish = 0;   ///< 1 = first wish, 2 = second …; 0 = not wished for
  std::uint8_t educator_wish = 0;  ///< the same from the educator's side (1 when educators do not rank)
  bool kept = false;               ///< they were paired last year and may stay together
  bool always_list = false;        ///< keep the pair in the list, however low it scores, if no rule forbids it (pins)
};

/// Everything candidates are computed from.
struct Pool {
  Columns learners;
  Columns educators;
  std::vector<std::int32_t> capacity;  ///< seats per educator, 0 or more
  std::vector<std::uint8_t> trained;   ///< 1 = yes, per educator; empty = all
  std::vector<std::uint8_t> declared;  ///< 1 = yes, per educator; empty = all
  /// Facts per learner, CSR like Problem: fact_start has learner count + 1 entries; each row ascending by educator
  /// without repeats. `set_facts` builds both from rows in any order. Empty fact_start = no facts.
  std::vector<std::uint64_t> fact_start;
  std::vector<PairFact> facts;

  std::uint32_t learner_count() const { return static_cast<std::uint32_t>(learners.size()); }
  std::uint32_t educator_count() const { return static_cast<std::uint32_t>(educators.size()); }
};

/// One fact with its learner, for `set_facts`.
struct PairFactRow {
  LearnerIndex learner = 0;
  PairFact fact;
};

/// Sorts facts into the pool; several rows about one pair are merged (rules united, best wish kept, flags or-ed).
/// Error: matching.fact_unknown {learner, educator} for an index that does not exist.
Result<> set_facts(Pool& pool, std::vector<PairFactRow> rows);

/// Which hard rules hold. Capacity, conflict, veto, forbidden and same_person always do.
struct HardRules {
  bool training_required = false;
  bool declaration_required = false;
  bool same_site_required = false;
  bool common_language_required = false;
};

/// Points. All in 0 … 1,000,000. A program file's weights, quantized.
struct Weights {
  std::int32_t same_specialty = 0;
  std::int32_t same_profession = 0;
  std::int32_t same_site = 0;
  std::int32_t other_unit = 0;            ///< both units known and different
  std::int32_t shared_interest = 0;       ///< per interest in common …
  std::int32_t shared_interests_max = 5;  ///< … counting at most so many (0 … 128)
  std::int32_t shared_language = 0;       ///< per language in common …
  std::int32_t shared_languages_max = 1;  ///< … counting at most so many (0 … 64)
  /// For stages at `best_stage_distance`; less `stage_step` per step away, never below 0.
  std::int32_t near_stage = 0;
  std::int32_t stage_step = 0;
  std::int32_t best_stage_distance = 0;  ///< educator's stage − learner's stage that is best, e.g. 2 (−100 … 100)
  std::int32_t wished_by_learner = 0;    ///< first wish; less `wish_step` per later rank, never below 0
  std::int32_t wished_by_educator = 0;   ///< likewise
  std::int32_t wished_by_both = 0;       ///< on top, when both did
  std::int32_t wish_step = 0;
  std::int32_t kept = 0;  ///< were paired last year
};

/// Where points come from. The order is the order of explanations.
enum class Part : std::uint8_t {
  same_specialty,
  same_profession,
  same_site,
  other_unit,
  shared_interests,
  shared_languages,
  near_stage,
  wished_by_learner,
  wished_by_educator,
  wished_by_both,
  kept,
};
inline constexpr std::size_t part_count = 11;
std::string_view name_of(Part part);

struct ScorePart {
  Part part = Part::same_specialty;
  std::int32_t points = 0;
  bool operator==(const ScorePart&) const = default;
};

/// The parts that gave points, in the order of Part; their sum is the pair's score. Says nothing about hard rules.
std::vector<ScorePart> explain_score(const Pool& pool, const Weights& weights, LearnerIndex learner,
                                     EducatorIndex educator);

/// The pair's score: the sum of explain_score.
std::int32_t score(const Pool& pool, const Weights& weights, LearnerIndex learner, EducatorIndex educator);

/// Every hard rule the pair breaks; 0 = eligible.
RuleSet broken_rules(const Pool& pool, const HardRules& rules, LearnerIndex learner, EducatorIndex educator);

/// The rules of a set, in order.
std::vector<HardRule> rules_in(RuleSet set);

enum class Threads : std::uint8_t { one, two };

/// Which instructions score pairs. `best` is what this processor has; what it lacks is replaced by the next best.
enum class Instructions : std::uint8_t { best, portable, avx2, avx512 };

/// Told from time to time how many learners of all are done; may be called from another thread, never from two at once.
using Progress = std::function<void(std::uint32_t done, std::uint32_t all)>;

struct CandidateOptions {
  std::uint32_t list_length = 50;  ///< k: best k per learner; 0 = every eligible educator
  Threads threads = Threads::one;
  std::uint64_t max_pairs = 100'000'000;  ///< more is refused with matching.too_large
  Instructions instructions = Instructions::best;
  Progress progress = {};  ///< for each round of searches; none = silent
};

/// Candidate lists, ready to become a Problem.
struct Candidates {
  std::vector<std::uint64_t> row_start;  ///< as in Problem
  std::vector<EducatorIndex> educator;   ///< each row by (score descending, educator ascending)
  std::vector<std::int32_t> score;
  std::vector<std::int32_t> unlisted_at_most;  ///< per learner: no eligible pair that is not listed scores more
  std::uint64_t pairs_scored = 0;              ///< pairs looked at, those of rounds that lengthened lists again

  /// Learners whose lists were lengthened because the seats in the short lists could not place everybody.
  std::vector<LearnerIndex> widened;
  /// Most learners that can be placed with these lists (a maximum matching over them).
  std::uint32_t placeable = 0;
  /// True when no longer list could place more: `placeable` is then the most that all eligible pairs allow.
  bool placeable_is_final = false;
};

/// The best `list_length` eligible educators of every learner, exactly by (score descending, educator ascending), plus
/// pairs marked always_list. Where these lists cannot place everybody whom the rules would allow, the lists of the
/// learners in the shortage are widened, by educators outside it, until they can or all eligible pairs are used up.
/// Errors: matching.bad_pool {what} (internal), matching.bad_weight {weight, value, limit}, matching.bad_capacity,
/// matching.too_large; matching.stopped (unavailable) when the token asks to stop.
Result<Candidates> find_candidates(const Pool& pool, const HardRules& rules, const Weights& weights,
                                   const CandidateOptions& options = {}, std::stop_token stop = {});

/// Moves candidates into a problem with the pool's seats; pins, forbids, objective and keys are left to the caller.
Problem problem_from(const Pool& pool, Candidates candidates);

struct Solution;  // solve.h

/// How unlisted pairs are priced.
struct Pricing {
  std::uint32_t per_learner = 8;                        ///< pairs added for one learner at most
  std::span<const std::int32_t> unlisted_at_most = {};  ///< of the candidates; empty = not known
  Threads threads = Threads::one;
  Progress progress = {};
};

/// Adds to the problem every listed-nowhere eligible pair that the solution's prices say could still improve it
/// (score > learner_dual + price), best first; returns how many. 0 proves that the solution is optimal over **all**
/// eligible pairs, not only over the lists. Learners of whom the duals alone say so are not searched for. Objectives
/// total and most_then_total. Errors: those of find_candidates; matching.bad_problem {what: proof} for arrays that do
/// not belong together (internal).
Result<std::uint64_t> add_missed_pairs(Problem& problem, const Solution& solution, const Pool& pool,
                                       const HardRules& rules, const Weights& weights, const Pricing& pricing = {},
                                       std::stop_token stop = {});

/// Who could be matched at all. Computed by classes of alike people: seconds at 250,000 × 60,000.
struct Eligibility {
  std::vector<std::uint32_t> eligible;  ///< per learner: educators whom no rule excludes
  /// Per learner and rule: educators who would be eligible but for this one rule ("what binds").
  std::vector<std::array<std::uint32_t, hard_rule_count>> only;
  std::array<std::uint32_t, 4> histogram = {};  ///< learners with 0, 1, 2, 3 or more eligible educators
  /// Per rule: learners with no eligible educator who would have one but for this rule alone.
  std::array<std::uint32_t, hard_rule_count> freed = {};
  /// Per rule: learners with fewer than three eligible for whom this rule alone excludes the most.
  std::array<std::uint32_t, hard_rule_count> binding = {};
};

/// Errors: matching.bad_pool, matching.bad_capacity, matching.stopped.
Result<Eligibility> eligibility(const Pool& pool, const HardRules& rules, std::stop_token stop = {});

}  // namespace chiron::matching
