// The names of target kinds, and what a recusal lifts.
#include "features/duties/duty.h"

namespace chiron::duties {

std::string_view name_of(TargetKind kind) {
  switch (kind) {
    case TargetKind::person: return "person";
    case TargetKind::unit: return "unit";
    case TargetKind::cohort: return "cohort";
    case TargetKind::site: return "site";
  }
  return "";
}

std::string_view name_of(RecusedFrom what) {
  constexpr std::array<std::string_view, 3> names{"panel", "selection", "reference"};
  return names[static_cast<std::size_t>(what)];
}

Result<RecusedFrom> parse_recused_from(std::string_view name) {
  for (RecusedFrom what : all_recused_from)
    if (name_of(what) == name) return what;
  return err(refuse("duties.recused_from").with("what", std::string(name)));
}

std::span<const DutyKind> lifted_by(RecusedFrom what) {
  static constexpr std::array panel{DutyKind::sits_on, DutyKind::prepares_panel_file};
  static constexpr std::array selection{DutyKind::selects};
  static constexpr std::array reference{DutyKind::referees};
  switch (what) {
    case RecusedFrom::panel: return panel;
    case RecusedFrom::selection: return selection;
    case RecusedFrom::reference: return reference;
  }
  return {};
}

}  // namespace chiron::duties
