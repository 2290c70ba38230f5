// Finds the ties of a learner: which educator, by which tie, on which days, by which facts. The judge turns ties into
// findings. Two ways in: everybody tied to a learner (for sweeps), or one educator only (starting from their few
// duties).
#pragma once

#include <array>
#include <vector>

#include "engines/conflict/index.h"
#include "engines/conflict/ranges.h"

namespace chiron::conflict {

inline constexpr std::uint8_t no_rule = 255;
inline constexpr std::uint8_t no_tie = 255;

/// The rows of one tie: same path and kinds, one rule per window at most.
struct TieRows {
  Path path = Path::direct;
  std::uint32_t kinds = 0;
  std::array<RuleIndex, 3> rule{no_rule, no_rule, no_rule};  ///< by Window
};

/// The table's ties in order of first appearance, and which of them a kind towards the learner makes directly.
struct TieTable {
  std::vector<TieRows> rows;
  std::array<std::uint8_t, duty_kind_count> direct{};
  std::uint8_t chain = no_tie, delegated = no_tie, reports_to = no_tie, relative = no_tie;
  static const TieTable& get();
};

/// A policy and a term made ready: what each tie can lead to, and which days can matter.
struct Watch {
  Watch(const Policy& policy, DateRange term);

  struct Tie {
    std::array<Level, 3> level{};  ///< by Window; allow where there is no rule
    std::array<bool, 3> waivable{};
    bool watched = false;
    bool recusable = false;
    DutyKind recusal_kind = DutyKind::sits_on;
    DateRange days;  ///< ties outside these days cannot lead to a finding in the term
  };
  const TieTable& table;
  const Policy policy;
  const DateRange term;
  DateRange widest;  ///< covers every tie's days
  std::array<Tie, most_rules> ties{};
  std::array<std::uint8_t, duty_kind_count> direct{};  ///< watched direct tie of a kind, or no_tie
  std::uint32_t delegated_kinds = 0, reports_to_kinds = 0, relative_kinds = 0;  ///< 0 where not watched
  bool chain = false;
};

/// One stretch of days on which one combination of facts ties an educator to the learner.
struct Tied {
  Person educator = 0;
  std::uint8_t tie = 0;
  std::uint8_t fact_count = 0;  ///< 0 for chains: their steps are looked up when a finding is made (chain_steps)
  Date from, to;
  std::array<FactIndex, 4> facts{};
  DateRange days() const { return {from, to}; }
};

/// Person `who` is exactly `level` steps above the learner on these days.
struct Above {
  Person who = 0;
  Date from, to;
};

/// Room for one learner's search, reused from learner to learner.
struct Search {
  std::vector<Tied> found;
  std::array<std::vector<Above>, deepest_chain + 1> above;  ///< by level; sorted by who, then days; disjoint
  bool above_is_known = false;

  void begin() {
    found.clear();
    above_is_known = false;
  }
};

/// Everybody who is tied to the learner within the watched days. `asked` (one entry per person, non-zero = wanted)
/// limits the educators; empty means all. Order is unspecified.
void find_all_ties(const Index::Data& data, const Watch& watch, Person learner, std::span<const std::uint8_t> asked,
                   Search& search);
/// The ties of one educator to one learner.
void find_ties(const Index::Data& data, const Watch& watch, Person learner, Person educator, Search& search);

/// Appends the facts of the shortest management lines from the educator to the learner on the given days.
/// The search must have been made for that learner.
void chain_steps(const Index::Data& data, const Search& search, Person educator, const Ranges& days,
                 std::vector<FactIndex>& facts);

/// Days on which the educator is recused from this kind of duty towards the learner, normalized.
void recused_days(const Index::Data& data, Person learner, Person educator, DutyKind kind, Ranges& days);

}  // namespace chiron::conflict
