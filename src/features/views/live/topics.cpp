// The list.
#include "features/views/live/topics.h"

#include <algorithm>
#include <array>

#include "base/id.h"

namespace chiron::views::live {
namespace {

constexpr std::array topics{
    Topic{"programs", "/api/v1/programs"},
    Topic{"program", "/api/v1/programs/{id}"},
    Topic{"educators", "/api/v1/programs/{id}/educators"},
    Topic{"taking_part", "/api/v1/programs/{id}/taking_part"},
    Topic{"wishes", "/api/v1/programs/{id}/wishes"},
    Topic{"wish_count", "/api/v1/programs/{id}/wish_count"},
    Topic{"relationships", "/api/v1/programs/{id}/relationships"},
    Topic{"waiting", "/api/v1/programs/{id}/waiting"},
    Topic{"mails", "/api/v1/programs/{id}/mails"},
    Topic{"match_runs", "/api/v1/programs/{id}/match_runs"},
    Topic{"match_run", "/api/v1/match_runs/{id}"},
    Topic{"imports", "/api/v1/imports"},
    Topic{"cases", "/api/v1/cases"},
    Topic{"case", "/api/v1/cases/{id}"},
    Topic{"my_people", "/api/v1/my_people"},
    Topic{"my_programs", "/api/v1/my_programs"},
};
constexpr std::string_view id_place = "{id}";

bool takes_id(const Topic& topic) { return topic.path.find(id_place) != std::string_view::npos; }

Result<Watched> parse_one(std::string_view text) {
  const std::size_t dot = std::min(text.find('.'), text.size());
  const auto name = text.substr(0, dot);
  const auto* const found = std::ranges::find(topics, name, &Topic::name);
  if (found == topics.end()) return err(refuse("live.topic_unknown").with("name", std::string(name)));
  Watched one{found, std::string(dot < text.size() ? text.substr(dot + 1) : "")};
  if (takes_id(*found) ? !parse_id_text(one.id).has_value() : dot < text.size())
    return err(refuse("live.id_needed").with("name", std::string(name)));
  return one;
}

}  // namespace

std::span<const Topic> all_topics() { return topics; }

std::string Watched::path() const {
  std::string path(topic->path);
  if (const auto at = path.find(id_place); at != std::string::npos) path.replace(at, id_place.size(), id);
  return path;
}

Result<std::vector<Watched>> parse_watched(std::string_view list) {
  std::vector<Watched> all;
  for (;;) {
    const std::size_t comma = std::min(list.find(','), list.size());
    all.push_back(TRY(parse_one(list.substr(0, comma))));
    if (all.size() > watched_at_most)
      return err(refuse("live.too_many_topics").with("most", std::to_string(watched_at_most)));
    if (comma == list.size()) return all;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace chiron::views::live
