// One spelling for each unit, cohort and site: "Icu" and " ICU" are the unit that was first written "ICU".
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "features/duties/duty.h"
#include "features/people/text_pool.h"

namespace chiron::duties {

class GroupNames {
 public:
  explicit GroupNames(people::TextPool& pool) : pool_(pool) {}

  /// The group's name as first written; case and runs of spaces do not tell groups apart.
  std::string_view keep(TargetKind kind, std::string_view name);
  /// Whether such a group has been written before.
  bool knows(TargetKind kind, std::string_view name) const;

 private:
  static std::string key(TargetKind kind, std::string_view name);

  people::TextPool& pool_;
  std::unordered_map<std::string, std::string_view> names_;
  std::unordered_map<std::string_view, std::string_view> recent_[4];  // written exactly so → name
};

}  // namespace chiron::duties
