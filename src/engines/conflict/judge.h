// The conflict engine: says for a learner, an educator and a term which rules apply on which days, and why.
// Pure and deterministic: the same facts give the same answer in any order of the input arrays.
//
// Semantics, day by day. Let L be the learner, X the educator, d a day. (L = X has no findings.)
//  - groups(P, d): every group g with a fact "P member_of g" that holds on d.
//  - duty(k, X, L, d): a fact of kind k held by X holds on d, and its target is L or a group in groups(L, d); X ≠ L.
//  - tie(rule, X, L, d), by the rule's path, for any kind k of the rule, S any third person (S ≠ X, S ≠ L):
//      direct      duty(k, X, L, d)
//      chain       there are X = p0, p1 … pn = L with duty(manages, p(i), p(i+1), d) for all i, 2 ≤ n ≤ chain depth,
//                  and no shorter such line from X to L (who manages L directly is not also "up the chain" that day)
//      delegated   duty(k, S, L, d) and a fact "S delegates_to X" holds on d
//      reports_to  duty(k, S, L, d) and duty(manages, S, X, d)
//      relative    duty(k, S, L, d) and a fact "S related_to X" or "X related_to S" holds on d
//    For related_to itself the direct path reads the fact in both directions.
//  - recused(k, X, L, d): a recusal by X of kind k whose target is L or a group in groups(L, d) holds on d.
//    Where the rule is recusable for the role, a day on which X is recused is no day of the tie, and no window of the
//    rule applies on it: a seat on a panel from which X is recused throughout never shows, before or after either.
//  - now:   tie on d.
//  - ahead: no tie on d, and a day e with d < e ≤ d + look_ahead on which there is a tie.
//  - back:  no tie on d, and a day e with d - look_back ≤ e < d on which there is a tie.
//  - A rule set to `allow` has no findings. A waiver (L, X, rule) that holds on d lifts the finding on d where the rule
//    is waivable for the role; it stays listed with `standing = waived`.
//  - unknown(L, d): L has no group on d, or for a class the policy needs no group in groups(L, d) has that coverage
// on d.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "engines/conflict/facts.h"
#include "engines/conflict/rules.h"

namespace chiron::conflict {

enum class Standing : std::uint8_t {
  applies,
  waived,  ///< listed, but does not count towards the verdict
};

/// A maximal run of days of the term on which one rule applies with one standing.
struct Finding {
  RuleIndex rule = 0;
  Level level = Level::disclose;
  Standing standing = Standing::applies;
  DateRange days;
  /// The facts that make it so on some day of the run, ascending and distinct: the duty, the membership or step it
  /// goes through, the delegation; for a chain, the steps of the shortest lines. For ahead and back: of the days
  /// looked at, that is the duties that are to begin or have ended.
  std::vector<FactIndex> evidence;
  bool operator==(const Finding&) const = default;
};

/// The answer for a pair, in order of severity: the verdict is the most severe thing found on any day of the term.
enum class Answer : std::uint8_t {
  allow,
  disclose,
  unknown,  ///< nothing blocks, but facts are missing on some day: never shown as green
  block,
};
/// "allow", "disclose", "unknown", "block".
std::string_view name_of(Answer answer);

struct Verdict {
  Answer answer = Answer::allow;
  std::vector<Finding> findings;        ///< by first day, then rule
  std::vector<DateRange> unknown_days;  ///< maximal runs within the term, ascending (also given when it blocks)
  bool operator==(const Verdict&) const = default;
};

/// A learner and an educator.
struct Pair {
  Person learner = 0;
  Person educator = 0;
  auto operator<=>(const Pair&) const = default;
};

/// Facts arranged for judging. Cheap to move; copies are deep. Safe to read from many threads.
class Index {
 public:
  Index();
  ~Index();
  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  std::uint32_t people() const;
  std::uint32_t groups() const;
  std::uint32_t fact_count() const;
  const Fact& fact(FactIndex at) const;
  std::size_t bytes() const;  ///< memory held, for measurements

  /// Adds one fact and returns its number; the index stays as if built with it. Meant for few changes between builds.
  FactIndex add(const Fact& fact);
  /// Takes one fact out; its number is not given again. Without effect when it is out already.
  void remove(FactIndex at);

  struct Data;
  const Data& data() const { return *data_; }

 private:
  friend Index build(const Facts& facts);
  std::unique_ptr<Data> data_;
};

/// Arranges facts. They must be free of violations other than management loops; entries that are not are left out.
Index build(const Facts& facts);

/// Judges one pair over a term; an empty term has no findings.
Verdict judge(const Index& index, const Policy& policy, Person learner, Person educator, DateRange term);

/// Only the answer, without evidence: for large numbers of pairs. Equals judge(...).answer.
Answer answer(const Index& index, const Policy& policy, Person learner, Person educator, DateRange term);

/// The same for one learner and many educators, which is many times faster: out[i] is the answer for educators[i].
/// `out` must not be longer than `educators`.
void answers(const Index& index, const Policy& policy, Person learner, std::span<const Person> educators,
             DateRange term, std::span<Answer> out);

/// The days of the term on which the learner's facts are not known to be complete.
std::vector<DateRange> unknown_days(const Index& index, const Policy& policy, Person learner, DateRange term);

/// Calls `sink(pair, findings)` for every pair of the given learners and educators that has a finding, and only those,
/// by learner then educator in ascending order (whatever the order given; duplicates count once). Visits only pairs
/// the facts can tie together. Unknown days are the learner's alone: see unknown_days. Return false from the sink
/// to stop.
using FindingSink = std::function<bool(Pair, std::span<const Finding>)>;
void for_each_finding(const Index& index, const Policy& policy, std::span<const Person> learners,
                      std::span<const Person> educators, DateRange term, const FindingSink& sink);

/// For each given learner the educators (as positions in `educators`, ascending) that are blocked on some day of the
/// term: what a matching engine forbids. Compressed rows: learner i's list is blocked[start[i] .. start[i+1]).
struct BlockLists {
  std::vector<std::uint64_t> start;
  std::vector<std::uint32_t> blocked;
  std::span<const std::uint32_t> of(std::size_t learner_position) const {
    return {blocked.data() + start[learner_position], blocked.data() + start[learner_position + 1]};
  }
};
BlockLists block_lists(const Index& index, const Policy& policy, std::span<const Person> learners,
                       std::span<const Person> educators, DateRange term);

/// What a change can touch.
struct Affected {
  std::vector<Pair> pairs;       ///< whose findings may differ, ascending and distinct; always complete
  std::vector<Person> learners;  ///< whose unknown days may differ (with every educator), ascending
};
/// The pairs whose verdict may change when `fact` is added to, removed from or shortened in the index, under any
/// policy with this chain depth. Ask before or after the change: the answer is the same.
Affected affected_by(const Index& index, const Fact& fact, int chain_depth = standard_chain);

/// Which rules stand between a learner and the educators.
struct Binding {
  std::uint32_t blocked = 0;  ///< educators it blocks
  std::uint32_t alone = 0;    ///< educators that nothing else blocks: free without it
};
struct WhatBinds {
  std::uint32_t educators = 0;   ///< asked about (the learner not counted)
  std::uint32_t blocked = 0;     ///< blocked by any rule
  std::vector<Binding> by_rule;  ///< per row of rules()
  struct Tie {
    std::string_view tie;  ///< Rule::tie: "the panel", whether now, ahead or back
    Binding binding;
  };
  std::vector<Tie> by_tie;  ///< ties that block somebody, the one that alone blocks most first
};
WhatBinds what_binds(const Index& index, const Policy& policy, Person learner, std::span<const Person> educators,
                     DateRange term);

}  // namespace chiron::conflict
