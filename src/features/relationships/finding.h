// A stored finding about one learner and one educator of a relationship. Pure.
#pragma once

#include <string>

#include "base/date.h"
#include "base/id.h"
#include "engines/conflict/judge.h"

namespace chiron::relationships {

/// Whether a finding pauses a running relationship on its days: an unwaived block by a tie that holds or held. A tie
/// that is only ahead pauses nothing before its day (docs/foundations.md 8).
inline bool pauses(conflict::Level level, conflict::Standing standing, conflict::Window window) {
  return level == conflict::Level::block && standing == conflict::Standing::applies &&
         window != conflict::Window::ahead;
}
inline bool pauses(const conflict::Finding& finding) {
  return pauses(finding.level, finding.standing, conflict::rules()[finding.rule].window);
}

struct StoredFinding {
  PersonId learner, educator;
  std::string rule;
  conflict::Level level = conflict::Level::disclose;
  conflict::Standing standing = conflict::Standing::applies;
  DateRange days;

  /// The rule's row; of a rule that this program does not know, none.
  const conflict::Rule* row() const {
    const auto at = conflict::find_rule(rule);
    return at ? &conflict::rules()[*at] : nullptr;
  }
  bool pauses() const;
  bool operator==(const StoredFinding&) const = default;
};

inline bool StoredFinding::pauses() const {
  const auto* found = row();
  return relationships::pauses(level, standing, found ? found->window : conflict::Window::now);
}

}  // namespace chiron::relationships
