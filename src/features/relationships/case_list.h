// Cases as lists: what comes in the programs that somebody runs or leads, and what concerns oneself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/institutions/viewer.h"
#include "features/relationships/case_store.h"

namespace chiron::relationships {

/// One line of the coordinator's list.
struct CaseLine {
  CaseId id;
  programs::ProgramId program;
  std::string program_name;
  conflict::Role role = conflict::Role::mentor;
  std::string learner, educator, rule;
  conflict::Level level = conflict::Level::disclose;
  Date deadline;
  std::optional<Date> starts_on;
  CaseState state = CaseState::open;
  std::optional<Way> way;
  bool learner_told = false;
  State relationship = State::active;
  std::optional<Date> closed_on;

  /// By what the list is ordered: Case::day(), or of closed ones the day on which they closed.
  Date day() const { return closed_on.value_or(starts_on.value_or(deadline)); }
};

/// The last line of the page before.
struct CasePlace {
  Date day;
  CaseId id;
};
struct CasesAsked {
  std::optional<programs::ProgramId> program;  ///< none: all that the viewer runs or leads
  std::optional<CaseState> state;              ///< none: whatever is not closed
  std::optional<CasePlace> after;
  int limit = 100;
};
/// Soonest first; closed ones newest first. Whoever runs and leads nothing gets no line. Errors: "programs.unknown"
/// (not_found) for a program that is not theirs.
Result<std::vector<CaseLine>> case_lines(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                         const CasesAsked& asked);

/// How many cases that are not closed fall on a day; `pausing` of them pause their pair on it.
struct CaseDay {
  Date day;
  std::int64_t cases = 0, pausing = 0;
};
/// By day; the same access and errors as case_lines.
Result<std::vector<CaseDay>> case_days(db::ReadTransaction& read, const institutions::Viewer& viewer,
                                       std::optional<programs::ProgramId> program);

/// How many wait for somebody to decide, and by when the first.
struct Undecided {
  std::int64_t cases = 0;
  std::optional<Date> first_deadline;
};
/// In all programs that the viewer runs or leads.
Result<Undecided> undecided(db::ReadTransaction& read, const institutions::Viewer& viewer);

/// A case that concerns somebody, with the name of the other one.
struct OwnCase {
  Case about;
  std::string other;
};
/// What is not closed and concerns the viewer themself, by deadline. Nothing for an account that belongs to no person.
Result<std::vector<OwnCase>> own_cases(db::ReadTransaction& read, const institutions::Viewer& viewer);

}  // namespace chiron::relationships
