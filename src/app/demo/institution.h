// The invented institution in memory, before it is written: people, facts, pairs, and what was planted on purpose.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/demo/demo.h"
#include "base/date.h"
#include "base/random.h"

namespace chiron::app_demo {

using PersonIndex = std::int32_t;
inline constexpr PersonIndex nobody = -1;

/// One row of people.csv. Texts stand as they are written; open dates are "".
struct DemoPerson {
  std::string id, given_name, family_name, email, profession, kind, stage, site, unit, cohort, specialty;
  std::string languages, interests;  ///< separated by "; "
  PersonIndex manager = nobody;
  int capacity = -1;         ///< -1: not said
  int hours_per_month = -1;  ///< -1: not said
  std::string trained_on, declared_on;
  DateRange present{Date::min(), Date::max()};
  std::string left_because;
  std::string plain_given, plain_family;  ///< without accents, as old systems write them

  std::string full_name() const { return given_name.empty() ? family_name : given_name + " " + family_name; }
};

/// A person, or a group written `unit:…`, `cohort:…`, `site:…`.
struct DemoTarget {
  PersonIndex person = nobody;
  std::string group;
};

struct DemoDuty {
  PersonIndex holder = nobody;
  std::string kind;
  DemoTarget target;
  DateRange days;
  std::string source;
};

struct DemoPlacement {
  PersonIndex person = nobody;
  std::string unit;
  DateRange days;
};

/// One row of the block schedule: a cell per block, as written ("ICU / Nights", "LOA", "").
struct DemoScheduleRow {
  PersonIndex resident = nobody;
  std::vector<std::string> cells;
};

/// One row of the evaluation system's export; names are as that system writes them.
struct DemoEvaluation {
  PersonIndex evaluator = nobody;
  PersonIndex resident = nobody;
  std::string rotation;
  DateRange days;
  std::string status;
  std::string evaluator_text, resident_text;
};

struct DemoSeat {
  PersonIndex member = nobody;
  std::string group;
  DateRange days;
  std::vector<PersonIndex> recused_for;
};

struct DemoPair {
  PersonIndex learner = nobody;
  PersonIndex educator = nobody;
  DateRange days;
  std::string role;
  std::string planted;  ///< name of the planted case; "" when the pair is clean (or unknown) by construction
};

struct DemoPreference {
  PersonIndex learner = nobody;
  PersonIndex educator = nobody;
  int rank = 1;
};

struct DemoVeto {
  PersonIndex person = nobody;
  PersonIndex not_with = nobody;
};

/// A written name that fits several people, and whom it means.
struct DemoNameChoice {
  std::string written;
  std::vector<PersonIndex> candidates;
  PersonIndex meant = nobody;
};

/// What was planted and why it matters, in words; the days stand with the pair (ties_of).
struct DemoCase {
  std::string name;                ///< "rotation_supervisor-03"
  std::string situation;           ///< a sentence for a person
  std::string tie;                 ///< the engine's tie: "supervises_clinically"
  std::string answer;              ///< "block", "disclose", "allow"
  std::vector<std::string> files;  ///< where the facts stand
  std::size_t pair = 0;            ///< index into DemoInstitution::pairs
};

/// One tie of educator to learner by the files, on the days it holds.
struct DemoTie {
  std::string tie;
  DateRange days;
  std::string via;  ///< the unit, panel or person it goes through
};

/// One intern for whom no place is left, by the structure of sites.
struct DemoShortage {
  std::string site;
  int interns = 0;
  int places = 0;  ///< of eligible educators without a conflict, at this site
  std::vector<PersonIndex> with_places;
};

struct DemoInstitution {
  std::string name;
  DemoCalendar calendar;
  std::vector<DemoPerson> people;
  std::vector<DemoDuty> duties;
  std::vector<DemoPlacement> placements;
  std::vector<DemoScheduleRow> schedule, changed_schedule;
  std::vector<DemoEvaluation> evaluations;
  std::vector<DemoSeat> panels;
  std::vector<DemoPair> pairs;
  std::vector<DemoPreference> preferences;
  std::vector<DemoVeto> vetoes;
  std::vector<DemoNameChoice> choices;
  std::vector<std::string> covered_groups;  ///< units and cohorts whose supervisors and assessors are all in the files
  std::vector<DemoCase> cases;
  std::vector<PersonIndex> interns;
  std::vector<DemoShortage> shortages;
  std::vector<std::size_t> orphaned_pairs;  ///< of the mentor who resigned
  PersonIndex resigned = nobody;
  std::string unknown_unit;      ///< the department without evaluator data
  std::size_t changed_pair = 0;  ///< pair that the changed schedule brings into conflict
  std::string changed_unit;
};

/// Every tie of `educator` to `learner` that the facts hold on any day, with `schedule` as block schedule. Looks at
/// rows one by one, on purpose: it shares nothing with the conflict engine. Ties are the engine's names.
class Ties {
 public:
  Ties(const DemoInstitution& institution, const std::vector<DemoScheduleRow>& schedule);
  std::vector<DemoTie> between(PersonIndex educator, PersonIndex learner) const;
  bool none(PersonIndex educator, PersonIndex learner) const { return between(educator, learner).empty(); }

 private:
  struct Membership {
    std::string group;
    DateRange days;
  };
  struct Towards {
    std::string_view kind;
    PersonIndex person;
    std::string group;
    DateRange days;
    std::string via;
  };
  void direct(PersonIndex educator, PersonIndex learner, std::vector<DemoTie>& into) const;

  const DemoInstitution& institution_;
  std::vector<std::vector<Membership>> groups_;  ///< per person
  std::vector<std::vector<Towards>> held_;       ///< per holder
  std::vector<std::vector<std::pair<PersonIndex, DateRange>>> delegates_to_me_, related_to_me_;
};

/// The services of a schedule cell: "ICU / Nights" has two; leave and blank cells have none.
std::vector<std::string> services_of(std::string_view cell);

/// The demo institution; `random` is advanced.
DemoInstitution make_school(const DemoCalendar& calendar, SeededRandom& random);
/// The second institution of 12 people; its people's ids never coincide with the first one's.
DemoInstitution make_island(const DemoCalendar& calendar);

}  // namespace chiron::app_demo
