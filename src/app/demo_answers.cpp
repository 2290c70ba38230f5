// The same statements as the pages use, for many people.
#include "app/demo_answers.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "app/main_job.h"
#include "features/duties/roster_files.h"
#include "features/educators/educator_store.h"
#include "features/people/people_store.h"
#include "features/preferences/preference_store.h"
#include "features/programs/program_actions.h"

namespace chiron::app {
namespace {

constexpr std::size_t at_once = 50;
constexpr std::int32_t wishes_stay_open = 14;

constexpr std::array<std::string_view, 6> paths{
    "I changed specialty in my second year and have never regretted it. I like to hear what pulls you before I say "
    "what pulled me.",
    "First in my family to study. Much of what I learned about this place nobody wrote down; I am glad to pass it on.",
    "Two children during training, one of them during a night rotation. I know the forms, and which of them matter.",
    "I came here from a small rural clinic and still think like one: what can we do with what we have?",
    "Research was my way in, teaching is why I stayed. I read drafts quickly and kindly.",
    "I failed an exam once and tell everybody. What helped was a plan for the week, and somebody who asked on Fridays.",
};

/// What one educator has said.
struct Said {
  PersonId person;
  educators::Answer answer;
  std::optional<Date> declared_on, passed_on;
};

Result<std::vector<Said>> answers_of(db::ReadTransaction& read, InstitutionId institution,
                                     const programs::Program& program) {
  people::TextPool pool;
  std::vector<Said> all;
  std::size_t number = 0;
  bool first = true;
  for (const auto& stored : TRY(people::current(read, institution, pool))) {
    const people::Person& person = stored.person;
    if (person.kind != people::Kind::educator) continue;
    // Whoever signs in as an educator, and every seventh: not answered yet.
    if (std::exchange(first, false) || ++number % 7 == 0) continue;
    const std::int64_t seats = std::min<std::int64_t>(
        person.capacity.value_or(static_cast<std::uint16_t>(program.default_capacity)), program.capacity_cap);
    Said said{stored.id, {}, person.declared_on, person.trained_on};
    auto& answer = said.answer;
    answer.takes_part = seats > 0;
    if (seats > 0) {
      answer.capacity = seats;
      answer.hours_per_month = 1 + static_cast<std::int64_t>(number % 4);
      for (const std::size_t step : {0U, 5U, 11U})
        answer.topics.push_back(educators::all_topics[(number + step) % educators::all_topics.size()].value);
      for (const std::size_t step : {0U, 3U})
        answer.ways.push_back(educators::all_ways[(number + step) % educators::all_ways.size()].value);
      answer.path = paths[number % paths.size()];
      answer.declared = said.declared_on.has_value();
      answer = TRY(educators::checked(std::move(answer), program.capacity_cap));
    } else said.declared_on.reset();
    all.push_back(std::move(said));
  }
  return all;
}

/// Calls `store(write, one)` for all, some at a time.
template <class Value, class Store>
Result<> in_short_writes(db::Database& database, const std::vector<Value>& all, Store store) {
  for (std::size_t first = 0; first < all.size(); first += at_once)
    TRY(database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      for (std::size_t at = first; at < std::min(first + at_once, all.size()); ++at) TRY(store(write, all[at]));
      return {};
    }));
  return {};
}

}  // namespace

Result<> answer_for_the_demo(db::Database& database, InstitutionId institution, programs::ProgramId program,
                             const std::string& files, const Clock& clock, Random& random) {
  const auto viewer = institutions::Viewer::of_operator(institution);
  const auto started = TRY(programs::make_move(database, viewer, program, programs::Move::start, 1, clock, random));
  const auto& terms = started.charter.terms.program;
  auto calendar = programs::standard_calendar(terms.term.days());
  auto& wishes = calendar[static_cast<std::size_t>(programs::Step::wishes)];
  wishes.days = wishes_stay_open - wishes.starts;
  TRY(programs::change_calendar(database, viewer, program, calendar, started.revision, clock, random));

  const Instant now = clock.now();
  const auto answers =
      TRY(database.read([&](db::ReadTransaction& read) { return answers_of(read, institution, terms); }));
  TRY(in_short_writes(database, answers, [&](db::WriteTransaction& write, const Said& said) -> Result<> {
    TRY(educators::keep(write, institution, program, said.person, 0, said.answer, said.declared_on, now));
    if (said.passed_on && *said.passed_on <= terms.term.from)
      TRY(educators::note_passed(write, institution, said.person, terms.role, *said.passed_on));
    return {};
  }));

  const auto reading = TRY(duties::read_roster(files_in(files), {}));
  std::map<std::string, PersonId, std::less<>> ids;
  for (auto& one : TRY(database.read([&](db::ReadTransaction& read) { return people::known(read, institution); })))
    ids.emplace(std::move(one.external_id), one.id);
  std::map<std::string_view, std::vector<PersonId>> lists;
  auto stated = reading.roster.preferences;
  std::ranges::stable_sort(stated, {}, &duties::Preference::rank);
  for (const auto& wish : stated)
    if (const auto educator = ids.find(wish.educator); educator != ids.end() && ids.contains(wish.learner))
      lists[wish.learner].push_back(educator->second);
  std::vector<std::pair<PersonId, std::vector<PersonId>>> to_keep;
  for (auto& [learner, list] : lists) to_keep.emplace_back(ids.find(learner)->second, std::move(list));
  // By the school's id, so that the first is the one whom the demo's learner signs in as.
  if (!to_keep.empty()) to_keep.erase(to_keep.begin());
  TRY(in_short_writes(database, to_keep, [&](db::WriteTransaction& write, const auto& list) {
    return preferences::keep_wishes(write, institution, program, list.first, 0, list.second, now);
  }));
  return in_short_writes(
      database, reading.roster.vetoes, [&](db::WriteTransaction& write, const duties::Veto& veto) -> Result<> {
        const auto person = ids.find(veto.person), not_with = ids.find(veto.not_with);
        if (person == ids.end() || not_with == ids.end()) return {};
        return preferences::keep_veto(write, institution, program, person->second, not_with->second, true);
      });
}

}  // namespace chiron::app
