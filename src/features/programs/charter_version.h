// What a program's parties agree to, version by version, and whether a change widens: lets somebody see more, or
// protects the learner less, so that it needs both parties' new consent. Pure.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "features/programs/program.h"

namespace chiron::programs {

using chiron::ProgramId;

/// The terms of one charter version. `record` and `matters` stand in no program file: they are chosen once, at set-up.
struct Terms {
  Program program;
  Record record = Record::sealed;
  conflict::Level matters = conflict::Level::block;  ///< findings from this level up open a case on a running pair

  /// The terms of a program under its role's charter as it ships.
  static Terms of(Program program);
};

/// Refuses what goes beyond the role's charter: an institutional record where the role is sealed
/// ("programs.record_beyond_charter"), a case for findings that are nothing ("programs.matters").
Result<> check(const Terms& terms);

/// One way in which later terms give less protection than earlier ones.
enum class Widening : std::uint8_t {
  institution_reads,  ///< the record was sealed and is now institutional
  rule_softened,      ///< some rule says less than before
  look_shortened,     ///< duties are looked for over fewer days
  chain_shortened,    ///< the management chain reaches less far
  coverage_dropped,   ///< a class of facts need no longer be known
  fewer_matters,      ///< some findings no longer open a case
};
std::string_view name_of(Widening widening);

/// Every way in which `to` is wider than `from`, in the order of the list; empty: the change only narrows, or concerns
/// matching alone. Both must have the same role.
std::vector<Widening> widenings(const Terms& from, const Terms& to);

/// A stored version; numbers count from 1 within the program.
struct CharterVersion {
  ProgramId program;
  std::int64_t number = 1;
  Terms terms;
  bool widens = false;  ///< compared with the version before
  Instant recorded_at;
};

}  // namespace chiron::programs
