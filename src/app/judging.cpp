// Validating and indexing facts.
#include "app/judging.h"

namespace chiron::app {

Result<Judging> arrange(const duties::Roster& roster, Console& console) {
  Judging judging;
  judging.facts = duties::to_facts(roster);
  const auto violations = conflict::validate(judging.facts.facts);
  for (const auto& violation : violations) {
    std::string who;
    for (conflict::Person person : violation.people)
      who += (who.empty() ? "" : " → ") + std::string(roster.people[person].id);
    const bool is_duty =
        violation.table == conflict::Table::facts && violation.entry < judging.facts.facts.facts.size();
    const auto source = is_duty ? judging.facts.facts.facts[violation.entry].source : 0;
    const auto* duty = is_duty && source < roster.duties.size() ? &roster.duties[source] : nullptr;
    const bool has_file = duty && duty->file < roster.files.size();
    console.warn(text::Sentence("conflict.violation." + std::string(conflict::name_of(violation.kind)))
                     .with("people", who)
                     .with("days", violation.days)
                     .with("file", has_file ? roster.files[duty->file] : std::string("?"))
                     .with("row", duty ? duty->row : 0));
  }
  if (!violations.empty()) return err(refuse("app.facts_refused").with("count", std::to_string(violations.size())));
  judging.index = conflict::build(judging.facts.facts);
  return judging;
}

Result<std::vector<conflicts::PairToAudit>> pairs_of(const duties::Roster& roster, conflict::Role role) {
  std::vector<conflicts::PairToAudit> pairs;
  for (const auto& pair : roster.pairs) {
    const auto learner = roster.find(pair.learner), educator = roster.find(pair.educator);
    if (!learner || !educator) continue;  // listed among the roster's unresolved names
    conflict::Role own = role;
    if (!pair.role.empty()) {
      auto parsed = conflict::parse_role(pair.role);
      if (!parsed)
        return err(
            std::move(parsed.error()).with("file", roster.files[pair.file]).with("row", std::to_string(pair.row)));
      own = *parsed;
    }
    pairs.push_back({*learner, *educator, own, pair.days});
  }
  return pairs;
}

}  // namespace chiron::app
