// From the tables and the store to what the pages show.
#include "features/programs/program_json.h"

#include <array>
#include <string_view>

namespace chiron::programs {
namespace {

constexpr std::array<std::string_view, 4> letters{"L", "X", "S", "T"};

std::string target_of(const conflict::Fact& fact) {
  return std::string(fact.target_kind == conflict::TargetKind::group ? "U" : letters[fact.target]);
}

RuleExample example_of(const conflict::Example& example) {
  RuleExample shown{
      std::string(conflict::name_of(example.role)), example.day, example.expected, example_key(example), {}, {}, {}};
  for (const conflict::Fact& fact : example.facts.facts)
    shown.facts.push_back(
        {std::string(letters[fact.holder]), std::string(conflict::name_of(fact.kind)), target_of(fact), fact.days});
  if (!example.facts.recusals.empty()) shown.recused = example.facts.recusals.front().days;
  if (!example.facts.waivers.empty()) shown.waived = example.facts.waivers.front().days;
  return shown;
}

CharterEntry entry_of(const Charter& charter) {
  CharterEntry entry{std::string(conflict::name_of(charter.role)),
                     charter.record,
                     charter.acceptance,
                     charter.readiness,
                     charter.default_capacity,
                     charter.capacity_cap,
                     charter.meeting_every_weeks,
                     charter.look_ahead_days,
                     charter.look_back_days,
                     charter.chain_depth,
                     {},
                     readers_of(charter.record)};
  for (const conflict::Rule& rule : conflict::rules()) {
    const conflict::RoleSetting& setting = rule.of(charter.role);
    entry.rules.push_back(
        {std::string(rule.id), setting.standard, setting.weakest, setting.waivable, setting.recusable});
  }
  return entry;
}

std::optional<DateRange> days_of(std::optional<Step> step, const Calendar& calendar, Date start) {
  if (!step) return std::nullopt;
  return calendar[static_cast<std::size_t>(*step)].on(start);
}

}  // namespace

std::vector<ReaderSees> readers_of(Record record) {
  std::vector<ReaderSees> readers;
  for (const Reader reader : all_readers) {
    readers.push_back({reader, {}});
    for (const Item item : all_items) readers.back().items.push_back({item, sees(record, reader, item)});
  }
  return readers;
}

std::string example_key(const conflict::Example& example) {
  std::string key = "rule_example.";
  for (const char c : example.text) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
    else if (c == ' ') key += '_';
  }
  return key;
}

Charters charters_json() {
  Charters all;
  for (const Charter& charter : charters()) all.charters.push_back(entry_of(charter));
  for (const conflict::Rule& rule : conflict::rules())
    all.rules.push_back({std::string(rule.id), std::string(rule.tie), rule.window, rule.path, {}});
  for (const conflict::Example& example : conflict::examples())
    if (const auto at = conflict::find_rule(example.rule)) all.rules[*at].examples.push_back(example_of(example));
  return all;
}

ProgramEntry entry_of(const ProgramNow& program, const Calendar& calendar, Date today) {
  const Program& terms = program.charter.terms.program;
  const bool is_over = program.state == ProgramState::archived;
  const auto next = is_over ? std::nullopt : next_step(calendar, terms.term.from, today);
  return {program.id, terms.name, std::string(conflict::name_of(terms.role)), program.state,
          terms.term, next,       days_of(next, calendar, terms.term.from)};
}

ProgramPage page_of(const ProgramNow& program, const Calendar& calendar, Date today) {
  const Terms& terms = program.charter.terms;
  const Program& said = terms.program;
  ProgramPage page;
  page.id = program.id;
  page.name = said.name;
  page.role = std::string(conflict::name_of(said.role));
  page.state = program.state;
  page.revision = program.revision;
  page.charter_number = program.charter.number;
  page.charter_recorded_at = program.charter.recorded_at;
  page.widens = program.charter.widens;
  page.term = said.term;
  page.preset = said.preset;
  page.record = terms.record;
  page.matters = terms.matters;
  page.learners = {said.learners.cohort, said.learners.stage, said.learners.site, said.learners.unit};
  page.default_capacity = said.default_capacity;
  page.capacity_cap = said.capacity_cap;
  page.look_ahead_days = said.policy.look_ahead_days();
  page.look_back_days = said.policy.look_back_days();
  page.chain_depth = said.policy.chain_depth();
  for (std::size_t rule = 0; rule < conflict::rules().size(); ++rule)
    page.rules.push_back(
        {std::string(conflict::rules()[rule].id), said.policy.level(static_cast<conflict::RuleIndex>(rule))});
  page.readers = readers_of(terms.record);
  for (const Step step : all_steps) {
    const Offset& at = calendar[static_cast<std::size_t>(step)];
    page.calendar.push_back({step, at.starts, at.days, at.on(said.term.from)});
  }
  if (program.state != ProgramState::archived) page.next = next_step(calendar, said.term.from, today);
  page.today = today;
  return page;
}

}  // namespace chiron::programs
