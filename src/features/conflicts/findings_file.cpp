// Writing findings row by row.
#include "features/conflicts/findings_file.h"

namespace chiron::conflicts {

FindingsFile::FindingsFile(const duties::Roster& roster) : roster_(roster), writer_(text_) {
  writer_.row({"learner", "educator", "verdict", "rule", "from", "to"});
}

void FindingsFile::add(conflict::Pair pair, std::span<const conflict::Finding> findings) {
  for (const auto& finding : findings) {
    const bool waived = finding.standing == conflict::Standing::waived;
    writer_.cell(roster_.people[pair.learner].id)
        .cell(roster_.people[pair.educator].id)
        .cell(waived ? "waived" : conflict::name_of(finding.level))
        .cell(conflict::rules()[finding.rule].id)
        .cell(finding.days.from.iso())
        .cell(finding.days.to.iso())
        .end_row();
  }
}

void FindingsFile::add_unknown(conflict::Pair pair, std::span<const DateRange> days) {
  unknown_rows(roster_.people[pair.learner].id, roster_.people[pair.educator].id, days);
}

void FindingsFile::add_unknown_for_all(conflict::Person learner, std::span<const DateRange> days) {
  unknown_rows(roster_.people[learner].id, "*", days);
}

void FindingsFile::unknown_rows(std::string_view learner, std::string_view educator, std::span<const DateRange> days) {
  for (const DateRange& range : days)
    writer_.cell(learner)
        .cell(educator)
        .cell("unknown")
        .cell("coverage")
        .cell(range.from.iso())
        .cell(range.to.iso())
        .end_row();
}

}  // namespace chiron::conflicts
