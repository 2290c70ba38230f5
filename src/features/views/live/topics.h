// What can be looked at live: a closed list of names, each for what one read of the API shows.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace chiron::views::live {

/// A name, and the read it stands for. Whoever may not read it hears nothing of it.
struct Topic {
  std::string_view name;
  std::string_view path;  ///< with {id} where the topic is one of many
};
std::span<const Topic> all_topics();

/// Something that is looked at.
struct Watched {
  const Topic* topic = nullptr;
  std::string id;  ///< "" where there is only one
  /// Where it is read: "/api/v1/match_runs/4r…".
  std::string path() const;
};

inline constexpr std::size_t watched_at_most = 12;
/// "match_run.4r…,cases": names with their ids. Errors: "live.topic_unknown" {name}, "live.id_needed" {name} also for
/// an id where none belongs, "live.too_many_topics" {most}.
Result<std::vector<Watched>> parse_watched(std::string_view list);

}  // namespace chiron::views::live
