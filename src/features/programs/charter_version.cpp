// Comparing terms.
#include "features/programs/charter_version.h"

#include <array>

namespace chiron::programs {

Terms Terms::of(Program program) {
  const Record record = charter_of(program.role).record;
  return {std::move(program), record, conflict::Level::block};
}

Result<> check(const Terms& terms) {
  if (terms.record == Record::institutional && charter_of(terms.program.role).record == Record::sealed)
    return err(refuse("programs.record_beyond_charter").with("role", std::string(name_of(terms.program.role))));
  if (terms.matters == conflict::Level::allow) return err(refuse("programs.matters"));
  return {};
}

std::string_view name_of(Widening widening) {
  constexpr std::array<std::string_view, 6> names{"institution_reads", "rule_softened",    "look_shortened",
                                                  "chain_shortened",   "coverage_dropped", "fewer_matters"};
  return names[static_cast<std::size_t>(widening)];
}

std::vector<Widening> widenings(const Terms& from, const Terms& to) {
  const conflict::Policy &before = from.program.policy, &after = to.program.policy;
  std::vector<Widening> found;
  if (from.record == Record::sealed && to.record == Record::institutional) found.push_back(Widening::institution_reads);
  for (std::size_t rule = 0; rule < conflict::rules().size(); ++rule) {
    const auto at = static_cast<conflict::RuleIndex>(rule);
    if (after.level(at) >= before.level(at)) continue;
    found.push_back(Widening::rule_softened);
    break;
  }
  if (after.look_ahead_days() < before.look_ahead_days() || after.look_back_days() < before.look_back_days())
    found.push_back(Widening::look_shortened);
  if (after.chain_depth() < before.chain_depth()) found.push_back(Widening::chain_shortened);
  if ((before.needed_coverage() & ~after.needed_coverage()).any()) found.push_back(Widening::coverage_dropped);
  if (to.matters > from.matters) found.push_back(Widening::fewer_matters);
  return found;
}

}  // namespace chiron::programs
