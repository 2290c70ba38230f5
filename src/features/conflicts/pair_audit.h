// Which of the pairs an institution already has break which rule, on which days, and what cannot be known. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/date.h"
#include "engines/conflict/judge.h"

namespace chiron::conflicts {

/// One pair to look at. `days` is the relationship; the audit looks at the part of it that lies in the term.
struct PairToAudit {
  conflict::Person learner = 0;
  conflict::Person educator = 0;
  conflict::Role role = conflict::Role::mentor;
  DateRange days;
};

struct AuditedPair {
  PairToAudit pair;
  conflict::Verdict verdict;
  /// A blocking rule of the `now` window applies on at least one day: the mentor supervised, managed, assessed,
  /// appraised or sat in judgment on the learner while being their mentor.
  bool mixed_roles = false;
};

/// How often one rule was found.
struct RuleCount {
  conflict::RuleIndex rule = 0;
  conflict::Level level = conflict::Level::disclose;
  std::uint32_t pairs = 0;
  std::int64_t pair_days = 0;
};

struct PairAudit {
  DateRange term;
  std::vector<AuditedPair> pairs;  ///< in the order given; pairs outside the term are counted, not listed
  std::uint32_t outside_term = 0;
  std::uint32_t learners = 0;          ///< distinct learners among `pairs`
  std::uint32_t learners_mixed = 0;    ///< of these, with mixed roles in at least one pair
  std::uint32_t learners_unknown = 0;  ///< of these, without mixed roles but with days on which facts are missing
  std::uint32_t blocked = 0, unknown = 0, disclosed = 0, clear = 0;  ///< pairs by answer
  std::vector<RuleCount> rules;                                      ///< found at least once, in table order
};

/// Audits every pair under the policy of its role (`policies` is indexed by Role).
PairAudit audit_pairs(const conflict::Index& index, std::span<const conflict::Policy> policies,
                      std::span<const PairToAudit> pairs, DateRange term);

/// The table's standard policy for every role, indexed by Role.
std::vector<conflict::Policy> standard_policies();

}  // namespace chiron::conflicts
