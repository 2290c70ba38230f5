// Charters and programs as the API gives them: everything that their pages show, made from the tables and the store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "features/programs/program_now_store.h"
#include "features/programs/rights.h"
#include "platform/json/json.h"

namespace chiron::conflict {
BOOST_DESCRIBE_ENUM(Level, allow, disclose, block)
BOOST_DESCRIBE_ENUM(Window, now, ahead, back)
BOOST_DESCRIBE_ENUM(Path, direct, chain, delegated, reports_to, relative)
}  // namespace chiron::conflict

namespace chiron::programs {

BOOST_DESCRIBE_ENUM(Record, sealed, institutional)
BOOST_DESCRIBE_ENUM(Acceptance, stands_unless_declined, explicit_yes)
BOOST_DESCRIBE_ENUM(Readiness, none, declared, trained_and_declared)
BOOST_DESCRIBE_ENUM(Preset, balanced, wishes_first, easy_to_meet)

/// What a reader sees of one thing.
struct ItemSeen {
  Item item = Item::pairing;
  Sees sees = Sees::nothing;
};
BOOST_DESCRIBE_STRUCT(ItemSeen, (), (item, sees))
struct ReaderSees {
  Reader reader = Reader::learner;
  std::vector<ItemSeen> items;
};
BOOST_DESCRIBE_STRUCT(ReaderSees, (), (reader, items))
/// Everybody, in the order of the list.
std::vector<ReaderSees> readers_of(Record record);

/// "X assesses L from … to …". L is the learner, X the educator, S and T others, U a unit.
struct ExampleFact {
  std::string holder;
  std::string duty;
  std::string target;
  DateRange days;
};
BOOST_DESCRIBE_STRUCT(ExampleFact, (), (holder, duty, target, days))
/// A day on which the rule speaks or is silent, and why (`because`: a text key).
struct RuleExample {
  std::string role;
  Date day;
  conflict::Level says = conflict::Level::allow;
  std::string because;
  std::vector<ExampleFact> facts;
  std::optional<DateRange> recused;  ///< X keeps out of L's case on these days
  std::optional<DateRange> waived;   ///< L waived the rule for these days, and somebody approved it
};
BOOST_DESCRIBE_STRUCT(RuleExample, (), (role, day, says, because, facts, recused, waived))
/// A row of the conflict rules, whatever the role. Its words: rule.<id>.title, .why and .remedy.
struct RuleRow {
  std::string id;
  std::string tie;
  conflict::Window window = conflict::Window::now;
  conflict::Path path = conflict::Path::direct;
  std::vector<RuleExample> examples;
};
BOOST_DESCRIBE_STRUCT(RuleRow, (), (id, tie, window, path, examples))
/// How a role stands to a rule: `weakest` … block may be chosen.
struct RuleRange {
  std::string id;
  conflict::Level standard = conflict::Level::allow;
  conflict::Level weakest = conflict::Level::allow;
  bool waivable = false;
  bool recusable = false;
};
BOOST_DESCRIBE_STRUCT(RuleRange, (), (id, standard, weakest, waivable, recusable))

/// A charter as it ships.
struct CharterEntry {
  std::string role;
  Record record = Record::sealed;
  Acceptance acceptance = Acceptance::stands_unless_declined;
  Readiness readiness = Readiness::none;
  std::int32_t default_capacity = 0;
  std::int32_t capacity_cap = 0;
  std::int32_t meeting_every_weeks = 0;
  std::int32_t look_ahead_days = 0;
  std::int32_t look_back_days = 0;
  std::int32_t chain_depth = 0;
  std::vector<RuleRange> rules;
  std::vector<ReaderSees> readers;
};
BOOST_DESCRIBE_STRUCT(CharterEntry, (),
                      (role, record, acceptance, readiness, default_capacity, capacity_cap, meeting_every_weeks,
                       look_ahead_days, look_back_days, chain_depth, rules, readers))
struct Charters {
  std::vector<CharterEntry> charters;
  std::vector<RuleRow> rules;
  std::int32_t longest_look_days = conflict::longest_look_days;
  std::int32_t deepest_chain = conflict::deepest_chain;
};
BOOST_DESCRIBE_STRUCT(Charters, (), (charters, rules, longest_look_days, deepest_chain))
Charters charters_json();
/// The text key of an example's reason: "rule_example." and its English words, joined.
std::string example_key(const conflict::Example& example);

/// A program in a list.
struct ProgramEntry {
  ProgramId id;
  std::string name;
  std::string role;
  ProgramState state = ProgramState::draft;
  DateRange term;
  std::optional<Step> next;
  std::optional<DateRange> next_days;
};
BOOST_DESCRIBE_STRUCT(ProgramEntry, (), (id, name, role, state, term, next, next_days))
struct Programs {
  std::vector<ProgramEntry> programs;
  bool may_set_up = false;
};
BOOST_DESCRIBE_STRUCT(Programs, (), (programs, may_set_up))

/// Which learners take part; empty texts select everybody.
struct LearnersSelected {
  std::string cohort;
  std::string stage;
  std::string site;
  std::string unit;
};
BOOST_DESCRIBE_STRUCT(LearnersSelected, (), (cohort, stage, site, unit))
struct RuleLevel {
  std::string id;
  conflict::Level level = conflict::Level::allow;
};
BOOST_DESCRIBE_STRUCT(RuleLevel, (), (id, level))
/// A step of the calendar: its days from the cohort's start, and the days on which that falls.
struct CalendarStep {
  Step step = Step::recruit;
  std::int32_t starts = 0;
  std::int32_t days = 1;
  DateRange dates;
};
BOOST_DESCRIBE_STRUCT(CalendarStep, (), (step, starts, days, dates))

/// A program as its page shows it. `revision` is of state and calendar, `charter_number` of the charter.
struct ProgramPage {
  ProgramId id;
  std::string name;
  std::string role;
  ProgramState state = ProgramState::draft;
  bool may_run = false;
  std::int64_t revision = 1;
  std::int64_t charter_number = 1;
  Instant charter_recorded_at;
  bool widens = false;
  DateRange term;
  Preset preset = Preset::balanced;
  Record record = Record::sealed;
  conflict::Level matters = conflict::Level::block;
  LearnersSelected learners;
  std::int64_t learners_selected = 0;
  std::int32_t default_capacity = 0;
  std::int32_t capacity_cap = 0;
  std::int32_t look_ahead_days = 0;
  std::int32_t look_back_days = 0;
  std::int32_t chain_depth = 0;
  std::vector<RuleLevel> rules;
  std::vector<ReaderSees> readers;
  std::vector<CalendarStep> calendar;
  std::optional<Step> next;
  Date today;
};
BOOST_DESCRIBE_STRUCT(ProgramPage, (),
                      (id, name, role, state, may_run, revision, charter_number, charter_recorded_at, widens, term,
                       preset, record, matters, learners, learners_selected, default_capacity, capacity_cap,
                       look_ahead_days, look_back_days, chain_depth, rules, readers, calendar, next, today))

ProgramEntry entry_of(const ProgramNow& program, const Calendar& calendar, Date today);
/// Without `may_run` and `learners_selected`, which are not the program's own.
ProgramPage page_of(const ProgramNow& program, const Calendar& calendar, Date today);

}  // namespace chiron::programs
