// See name_resolver.h. Values in the maps: 0 and above a person, -1 nobody, -2 and below an open name.
#include "features/duties/name_resolver.h"

#include <algorithm>

#include "features/people/display_name.h"
#include "features/people/written_name.h"

namespace chiron::duties {
namespace {

constexpr std::int64_t nobody = -1;
constexpr std::size_t most_places = 100;

}  // namespace

NameResolver::NameResolver(Roster& roster, bool everybody_is_known)
    : roster_(roster), everybody_is_known_(everybody_is_known) {}

bool NameResolver::choose(std::string_view written, std::string_view person_id) {
  std::int64_t person = nobody;
  if (person_id != "nobody") {
    const auto found = roster_.find(person_id);
    if (!found) return false;
    person = *found;
  }
  choices_[roster_.pool->keep(written)] = person;
  return true;
}

std::optional<std::uint32_t> NameResolver::find(std::string_view written, Reference reference, std::uint16_t file,
                                                std::uint32_t row) {
  if (choices_.empty()) {
    if (const auto person = roster_.find(written)) return person;
  }
  std::int64_t value;
  if (const auto at = cache_.find(written); at != cache_.end()) {
    value = at->second;
  } else {
    value = look_up(written, reference);
    cache_.emplace(roster_.pool->keep(written), value);
  }
  if (value >= 0) return static_cast<std::uint32_t>(value);
  if (value == nobody) return std::nullopt;
  Open& open = open_[static_cast<std::size_t>(-2 - value)];
  ++open.name.times;
  if (open.name.places.size() < most_places) open.name.places.push_back({file, row});
  if (open.reference == Reference::export_) open.reference = reference;
  return std::nullopt;
}

std::int64_t NameResolver::look_up(std::string_view written, Reference reference) {
  if (const auto choice = choices_.find(written); choice != choices_.end()) return choice->second;
  if (const auto person = roster_.find(written)) return *person;
  if (written.find('@') != written.npos) {
    if (emails_.empty())
      for (std::uint32_t i = 0; i < roster_.people.size(); ++i)
        if (!roster_.people[i].email.empty()) emails_.emplace(roster_.people[i].email, i);
    std::string lower(written);
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (const auto person = emails_.find(lower); person != emails_.end()) return person->second;
  }
  if (!names_) names_ = std::make_unique<people::NameIndex>(roster_.people);
  const people::NameAnswer answer = names_->find(written);
  if (answer.person) return *answer.person;
  Open open;
  open.reference = reference;
  open.name.name = roster_.pool->keep(written);
  for (const people::Likeness& one : answer.candidates)
    open.name.candidates.push_back({roster_.people[one.person].id, one.likeness});
  open_.push_back(std::move(open));
  return -1 - static_cast<std::int64_t>(open_.size());
}

void NameResolver::finish() {
  std::stable_sort(open_.begin(), open_.end(),
                   [](const Open& a, const Open& b) { return a.name.times > b.name.times; });
  for (Open& open : open_) {
    const bool may_be_ours = !open.name.candidates.empty();
    const bool serious = may_be_ours || (open.reference != Reference::export_ && everybody_is_known_);
    const bool is_manager = open.reference == Reference::manager;
    Error error = refuse(may_be_ours  ? (is_manager ? "duties.ambiguous_manager" : "duties.ambiguous_name")
                         : is_manager ? "duties.unknown_manager"
                                      : "duties.unknown_person");
    error.detail.push_back({"name", std::string(open.name.name)});
    error.detail.push_back({"times", std::to_string(open.name.times)});
    if (may_be_ours) {
      std::string candidates;
      for (const Candidate& candidate : open.name.candidates) {
        if (!candidates.empty()) candidates += ", ";
        candidates += candidate.person;
        if (const auto person = roster_.find(candidate.person))
          candidates += " (" + people::display_name(roster_.people[*person]) + ")";
      }
      error.detail.push_back({"candidates", std::move(candidates)});
    }
    const auto& place = open.name.places.front();
    roster_.problems.add({serious ? people::Severity::error : people::Severity::warning, roster_.files[place.file],
                          place.row, "", std::move(error)});
    roster_.unresolved.push_back(std::move(open.name));
  }
  open_.clear();
}

}  // namespace chiron::duties
