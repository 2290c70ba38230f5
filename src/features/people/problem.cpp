// Problems with their places, and the collection of them.
#include "features/people/problem.h"

namespace chiron::people {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "";
}

Error Problem::with_place() const {
  Error placed = error;
  const auto add = [&](std::string name, std::string value) {
    if (placed[name].empty() && !value.empty()) placed.detail.push_back({std::move(name), std::move(value)});
  };
  add("file", file);
  if (row) add("row", std::to_string(row));
  add("column", column);
  return placed;
}

void Problems::add(Problem problem) {
  if (counts_[static_cast<std::size_t>(problem.severity)]++ < keep) list_.push_back(std::move(problem));
}

void Problems::add_all(const Problems& other) {
  std::uint64_t kept[3] = {};
  for (const Problem& problem : other.list_) {
    ++kept[static_cast<std::size_t>(problem.severity)];
    add(problem);
  }
  for (std::size_t i = 0; i < 3; ++i) counts_[i] += other.counts_[i] - kept[i];
}

std::uint64_t Problems::left_out() const { return counts_[0] + counts_[1] + counts_[2] - list_.size(); }

}  // namespace chiron::people
