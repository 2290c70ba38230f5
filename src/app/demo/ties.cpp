// The demo's own, deliberately plain way to say who is tied to whom: row by row, day range by day range.
#include <algorithm>
#include <array>

#include "app/demo/institution.h"

namespace chiron::app_demo {
namespace {

constexpr auto ties_of_kinds = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"supervises", "supervises"},
    {"supervises_clinically", "supervises_clinically"},
    {"writes_evaluation", "evaluates"},
    {"assesses", "assesses"},
    {"appraises", "appraises"},
    {"manages", "manages"},
    {"sits_on", "panel"},
    {"prepares_panel_file", "panel_file"},
    {"directs", "directs_unit"},
    {"selects", "selects"},
    {"referees", "referees"},
    {"sets_rota_of", "sets_rota"},
    {"investigates", "investigates"},
    {"supervises_thesis", "thesis"},
    {"related_to", "related"},
    {"other", "declared_other"},
});

std::string_view tie_of(std::string_view kind) {
  for (const auto& [name, tie] : ties_of_kinds)
    if (name == kind) return tie;
  return {};
}

bool is_judging(std::string_view tie) {
  return tie == "supervises" || tie == "supervises_clinically" || tie == "evaluates" || tie == "assesses" ||
         tie == "appraises";
}
bool is_evaluating(std::string_view tie) { return is_judging(tie) && tie != "supervises_clinically"; }

}  // namespace

std::vector<std::string> services_of(std::string_view cell) {
  std::vector<std::string> services;
  while (!cell.empty()) {
    const auto slash = cell.find(" / ");
    const auto part = cell.substr(0, slash);
    if (!part.empty() && part != "LOA" && part != "Vacation") services.emplace_back(part);
    cell = slash == std::string_view::npos ? std::string_view{} : cell.substr(slash + 3);
  }
  return services;
}

Ties::Ties(const DemoInstitution& institution, const std::vector<DemoScheduleRow>& schedule)
    : institution_(institution),
      groups_(institution.people.size()),
      held_(institution.people.size()),
      delegates_to_me_(institution.people.size()),
      related_to_me_(institution.people.size()) {
  const auto at = [](PersonIndex person) { return static_cast<std::size_t>(person); };
  for (std::size_t p = 0; p < institution.people.size(); ++p) {
    const DemoPerson& person = institution.people[p];
    const auto add = [&](std::string_view prefix, const std::string& name) {
      if (!name.empty()) groups_[p].push_back({std::string(prefix) + name, person.present});
    };
    add("unit:", person.unit);
    add("cohort:", person.cohort);
    add("site:", person.site);
    if (person.manager != nobody)
      held_[at(person.manager)].push_back({"manages", static_cast<PersonIndex>(p), "", person.present, "manager"});
  }
  for (const DemoPlacement& placement : institution.placements)
    groups_[at(placement.person)].push_back({"unit:" + placement.unit, placement.days});
  for (const DemoScheduleRow& row : schedule)
    for (std::size_t block = 0; block < row.cells.size(); ++block)
      for (const std::string& service : services_of(row.cells[block]))
        groups_[at(row.resident)].push_back({"unit:" + service, institution.calendar.blocks[block]});
  for (const DemoDuty& duty : institution.duties) {
    if (duty.kind == "delegates_to") {
      delegates_to_me_[at(duty.target.person)].emplace_back(duty.holder, duty.days);
    } else if (duty.kind == "member_of") {
      groups_[at(duty.holder)].push_back({duty.target.group, duty.days});
    } else {
      const std::string via =
          duty.target.group.empty() ? institution.people[at(duty.target.person)].full_name() : duty.target.group;
      held_[at(duty.holder)].push_back({tie_of(duty.kind), duty.target.person, duty.target.group, duty.days, via});
    }
    if (duty.kind == "related_to") {
      related_to_me_[at(duty.target.person)].emplace_back(duty.holder, duty.days);
      related_to_me_[at(duty.holder)].emplace_back(duty.target.person, duty.days);
      held_[at(duty.target.person)].push_back({"related", duty.holder, "", duty.days, "related_to"});
    }
  }
  for (const DemoSeat& seat : institution.panels)
    held_[at(seat.member)].push_back({"panel", nobody, seat.group, seat.days, seat.group});
  for (const DemoEvaluation& evaluation : institution.evaluations)
    held_[at(evaluation.evaluator)].push_back(
        {"evaluates", evaluation.resident, "", evaluation.days, evaluation.rotation});
}

void Ties::direct(PersonIndex educator, PersonIndex learner, std::vector<DemoTie>& into) const {
  const bool recused = std::ranges::any_of(institution_.panels, [&](const DemoSeat& seat) {
    return seat.member == educator && std::ranges::find(seat.recused_for, learner) != seat.recused_for.end();
  });
  for (const Towards& held : held_[static_cast<std::size_t>(educator)]) {
    if (recused && held.kind == "panel") continue;
    if (held.person == learner) into.push_back({std::string(held.kind), held.days, held.via});
    if (held.group.empty()) continue;
    for (const Membership& membership : groups_[static_cast<std::size_t>(learner)]) {
      if (membership.group != held.group) continue;
      const DateRange both = membership.days.intersect(held.days);
      if (!both.empty()) into.push_back({std::string(held.kind), both, held.via});
    }
  }
}

std::vector<DemoTie> Ties::between(PersonIndex educator, PersonIndex learner) const {
  std::vector<DemoTie> ties;
  if (educator == learner) return ties;
  direct(educator, learner, ties);
  const auto through = [&](PersonIndex other, DateRange days, std::string_view tie, auto counts) {
    if (other == educator || other == learner) return;
    std::vector<DemoTie> theirs;
    direct(other, learner, theirs);
    for (const DemoTie& held : theirs) {
      const DateRange both = held.days.intersect(days);
      if (counts(held.tie) && !both.empty())
        ties.push_back({std::string(tie), both, institution_.people[static_cast<std::size_t>(other)].full_name()});
    }
  };
  for (const auto& [from, days] : delegates_to_me_[static_cast<std::size_t>(educator)])
    through(from, days, "delegated_assessment", is_evaluating);
  for (const auto& [other, days] : related_to_me_[static_cast<std::size_t>(educator)])
    through(other, days, "related_to_assessor", [](std::string_view tie) { return is_judging(tie) || tie == "panel"; });
  const DemoPerson& person = institution_.people[static_cast<std::size_t>(educator)];
  if (person.manager != nobody) through(person.manager, person.present, "reports_to_supervisor", is_judging);
  // Manager's manager: two steps, the standard chain depth.
  const PersonIndex manager = institution_.people[static_cast<std::size_t>(learner)].manager;
  if (manager != nobody && institution_.people[static_cast<std::size_t>(manager)].manager == educator)
    ties.push_back({"management_chain",
                    institution_.people[static_cast<std::size_t>(learner)].present.intersect(
                        institution_.people[static_cast<std::size_t>(manager)].present),
                    institution_.people[static_cast<std::size_t>(manager)].full_name()});
  return ties;
}

}  // namespace chiron::app_demo
