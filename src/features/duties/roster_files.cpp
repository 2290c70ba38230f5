// Reads people first, then each kind of file of facts through FactFile, and joins them into one roster.
#include "features/duties/roster_files.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <set>
#include <unordered_set>

#include "features/duties/block_schedule.h"
#include "features/duties/fact_file.h"
#include "features/duties/group_names.h"
#include "features/duties/name_resolver.h"
#include "platform/csv/csv.h"

namespace chiron::duties {
namespace {

using conflict::CoverageClass;
using people::Person;
using people::Severity;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

/// "Sits on" and "writes-evaluation" are our kinds as people type them.
std::string kind_word(std::string_view text) {
  std::string word = lower(text);
  std::replace_if(word.begin(), word.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
  return word;
}

std::uint64_t file_bytes(const std::string& path) {
  std::error_code ignored;
  const auto size = std::filesystem::file_size(path, ignored);
  return ignored ? 0 : size;
}

/// Evaluations that nobody wrote or will write.
bool was_withdrawn(std::string_view status) {
  const std::string word = lower(status);
  for (const std::string_view gone :
       {"declined", "cancelled", "canceled", "removed", "deleted", "withdrawn", "excused", "not required", "void"})
    if (word == gone) return true;
  return false;
}

class RosterReader {
 public:
  RosterReader(const RosterFiles& files, const RosterOptions& options)
      : files_(files), options_(options), groups_(*roster_.pool) {}

  Result<RosterReading> read() {
    if (files_.people.empty() && files_.learners.empty() && files_.educators.empty())
      return err(refuse("duties.no_people_file"));
    if (!files_.mapping.empty()) {
      std::vector<std::string_view> ours;
      for (const FactFormat& format : fact_formats())
        for (const FactColumn& column : format.columns) ours.push_back(column.name);
      const auto mapping = TRY(people::read_mapping(files_.mapping, ours));
      options_.people.mapping.entries.insert(options_.people.mapping.entries.end(), mapping.entries.begin(),
                                             mapping.entries.end());
    }
    read_people();
    roster_.index_people();
    if (roster_.problems.has_errors() && names_more_than_people()) {
      // Whoever stands in a broken row would look unknown in every other file.
      roster_.problems.add({Severity::warning, roster_.files.front(), 0, "", refuse("duties.not_checked")});
      look_at_headings();
      return RosterReading{std::move(roster_), std::move(columns_)};
    }
    everybody_ = !files_.people.empty();
    resolver_.emplace(roster_, everybody_);
    if (!files_.names.empty()) read_choices();
    std::uint64_t expected = roster_.people.size() * 4;
    for (const auto& path : files_.duties) expected += file_bytes(path) / 40;
    for (const auto& path : files_.placements) expected += file_bytes(path) / 20;
    roster_.duties.reserve(std::min<std::uint64_t>(expected, 8'000'000));
    take_shorthand();
    std::vector<NamedBlock> blocks;
    if (!files_.blocks.empty()) blocks = read_blocks();
    for (const auto& path : files_.placements) read_placements(path, blocks);
    for (const auto& path : files_.duties) read_duties(path);
    for (const auto& path : files_.evaluations) read_evaluations(path);
    for (const auto& path : files_.panels) read_panels(path);
    if (!files_.pairs.empty()) read_pairs();
    roster_.asked_privately = !files_.preferences.empty() || !files_.vetoes.empty();
    if (!files_.preferences.empty()) read_preferences();
    if (!files_.vetoes.empty()) read_vetoes();
    if (!files_.coverage.empty()) read_coverage();
    resolver_->finish();
    name_empty_groups();
    resolver_.reset();
    return RosterReading{std::move(roster_), std::move(columns_)};
  }

 private:
  bool names_more_than_people() const {
    return !files_.duties.empty() || !files_.placements.empty() || !files_.evaluations.empty() ||
           !files_.panels.empty() || !files_.blocks.empty() || !files_.pairs.empty() || !files_.preferences.empty() ||
           !files_.vetoes.empty() || !files_.coverage.empty() || !files_.names.empty();
  }

  /// How files of a kind are read: what is said of their headings alone stands before what is said for all.
  const people::PeopleOptions& options_for(const std::string& kind) {
    const auto said = options_.mappings.find(kind);
    if (said == options_.mappings.end()) return options_.people;
    const auto [at, fresh] = by_kind_.try_emplace(kind, options_.people);
    if (fresh) {
      auto& entries = at->second.mapping.entries;
      entries.insert(entries.begin(), said->second.entries.begin(), said->second.entries.end());
    }
    return at->second;
  }

  FactFile open(const std::string& path, const std::string& kind) {
    FactFile in(roster_, path, fact_format(kind), options_for(kind));
    columns_.push_back({path, in.columns()});
    return in;
  }

  /// Only the headings of the files whose rows are not read: everything wrong with them is said at once.
  void look_at_headings() {
    const auto look = [&](const std::string& path, const char* kind) {
      if (!path.empty()) open(path, kind);
    };
    for (const auto& path : files_.duties) look(path, "duties");
    for (const auto& path : files_.evaluations) look(path, "evaluations");
    for (const auto& path : files_.panels) look(path, "panels");
    look(files_.blocks, "blocks");
    look(files_.pairs, "pairs");
    look(files_.coverage, "coverage");
  }

  // --- people ---

  void read_people() {
    const bool lists = !files_.learners.empty() || !files_.educators.empty();
    take_people(files_.people, std::nullopt, !lists);
    take_people(files_.learners, people::Kind::learner, true);
    take_people(files_.educators, people::Kind::educator, true);
  }

  void take_people(const std::string& path, std::optional<people::Kind> listed_as, bool on_list) {
    if (path.empty()) return;
    const std::uint16_t file = add_file(roster_, path);
    people::PeopleOptions options = options_for(listed_as == people::Kind::learner    ? "learners"
                                                : listed_as == people::Kind::educator ? "educators"
                                                                                      : "people");
    options.listed_as = listed_as;
    people::PeopleReading reading = people::read_people(path, options, *roster_.pool, roster_.problems);
    columns_.push_back(std::move(reading.columns));
    const bool first_file = roster_.people.empty();
    if (first_file) {
      roster_.people = std::move(reading.people);
      for (Person& person : roster_.people) {
        person.file = file;
        person.on_list = on_list;
      }
      return;
    }
    if (by_id_.empty()) {
      for (std::uint32_t i = 0; i < roster_.people.size(); ++i) remember(i);
    }
    for (Person& person : reading.people) {
      person.file = file;
      person.on_list = on_list;
      if (const auto at = by_id_.find(person.id); at != by_id_.end()) {
        merge(roster_.people[at->second], person);
        continue;
      }
      if (const auto at = by_email_.find(person.email); !person.email.empty() && at != by_email_.end()) {
        const Person& other = roster_.people[at->second];
        add(Severity::error, file, person.row,
            refuse("people.shared_email")
                .with("email", std::string(person.email))
                .with("other", std::string(other.id))
                .with("other_file", roster_.files[other.file])
                .with("other_row", std::to_string(other.row)));
      }
      roster_.people.push_back(std::move(person));
      remember(static_cast<std::uint32_t>(roster_.people.size() - 1));
    }
  }

  void remember(std::uint32_t index) {
    by_id_.emplace(roster_.people[index].id, index);
    if (!roster_.people[index].email.empty()) by_email_.emplace(roster_.people[index].email, index);
  }

  /// The same person in two files: the first says what both say, the second fills gaps and adds what they are listed
  /// as.
  void merge(Person& known, const Person& again) {
    const auto take = [&](std::string_view Person::* field, const char* what, Severity severity) {
      if ((known.*field).empty()) known.*field = again.*field;
      else if (!(again.*field).empty() && known.*field != again.*field)
        add(severity, again.file, again.row,
            refuse("people.contradicting_rows")
                .with("id", std::string(again.id))
                .with("what", what)
                .with("other_file", roster_.files[known.file])
                .with("other_row", std::to_string(known.row)));
    };
    take(&Person::given_name, "given_name", Severity::error);
    take(&Person::family_name, "family_name", Severity::error);
    take(&Person::email, "email", Severity::error);
    take(&Person::profession, "profession", Severity::warning);
    take(&Person::stage, "stage", Severity::warning);
    take(&Person::site, "site", Severity::warning);
    take(&Person::unit, "unit", Severity::warning);
    take(&Person::cohort, "cohort", Severity::warning);
    take(&Person::specialty, "specialty", Severity::warning);
    take(&Person::manager, "manager", Severity::warning);
    if (known.languages.empty()) known.languages = again.languages;
    if (known.interests.empty()) known.interests = again.interests;
    if (!known.capacity) known.capacity = again.capacity;
    if (!known.hours_per_month) known.hours_per_month = again.hours_per_month;
    if (!known.trained_on) known.trained_on = again.trained_on;
    if (!known.declared_on) known.declared_on = again.declared_on;
    if (known.present == DateRange{}) known.present = again.present;
    if (known.left_because == people::LeaveReason::none) known.left_because = again.left_because;
    if (known.kind != again.kind) known.kind = people::Kind::both;
    if (!known.on_list && again.on_list) known.listed_as = again.listed_as;
    else if (known.listed_as != again.listed_as) known.listed_as = people::Kind::both;
    known.on_list = known.on_list || again.on_list;
  }

  /// The people file's columns unit, cohort, site and manager are short for duties.
  void take_shorthand() {
    std::vector<std::uint32_t> manager_of(roster_.people.size(), nobody);
    for (std::uint32_t i = 0; i < roster_.people.size(); ++i) {
      Person& person = roster_.people[i];
      const auto belongs = [&](TargetKind kind, std::string_view& group) {
        if (group.empty()) return;
        group = groups_.keep(kind, group);
        roster_.duties.push_back(
            {DutyKind::member_of, person.id, {kind, group}, person.present, {}, person.file, person.row});
      };
      belongs(TargetKind::unit, person.unit);
      belongs(TargetKind::cohort, person.cohort);
      belongs(TargetKind::site, person.site);
      if (person.manager.empty()) continue;
      const auto manager = resolver_->find(person.manager, Reference::manager, person.file, person.row);
      if (!manager) continue;
      if (*manager == i) {
        add(Severity::error, person.file, person.row, refuse("people.own_manager").with("id", std::string(person.id)));
        continue;
      }
      person.manager = roster_.people[*manager].id;
      manager_of[i] = *manager;
      roster_.duties.push_back({DutyKind::manages,
                                person.manager,
                                {TargetKind::person, person.id},
                                person.present,
                                {},
                                person.file,
                                person.row});
    }
    name_loops(manager_of);
  }

  /// Follows each person's managers up; a circle is named once, with everybody on it.
  void name_loops(const std::vector<std::uint32_t>& manager_of) {
    std::vector<std::uint32_t> seen(manager_of.size(), nobody);  // by which walk
    for (std::uint32_t start = 0; start < manager_of.size(); ++start) {
      std::uint32_t at = start;
      while (at != nobody && seen[at] == nobody) {
        seen[at] = start;
        at = manager_of[at];
      }
      if (at == nobody || seen[at] != start) continue;
      std::string chain;
      std::uint32_t one = at;
      std::size_t length = 0;
      do {
        if (++length <= 20) chain += std::string(roster_.people[one].id) + " → ";
        one = manager_of[one];
      } while (one != at);
      if (length > 20) chain += "… → ";
      chain += roster_.people[at].id;
      const Person& person = roster_.people[at];
      add(Severity::error, person.file, person.row, refuse("people.management_loop").with("chain", std::move(chain)));
    }
  }

  // --- facts ---

  void read_choices() {
    FactFile in(roster_, files_.names, fact_format("names"), options_.people);
    while (in.good() && in.next()) {
      const std::string name(in.cell("name"));
      const std::string_view person = in.cell("person");
      if (name.empty() || person.empty()) continue;  // listed, not chosen yet
      if (!resolver_->choose(name, person))
        in.refuse("person", refuse("duties.choice_of_nobody").with("name", name).with("person", std::string(person)),
                  everybody_ ? Severity::error : Severity::warning);
    }
  }

  std::vector<NamedBlock> read_blocks() {
    std::vector<NamedBlock> blocks;
    FactFile in = open(files_.blocks, "blocks");
    while (in.good() && in.next()) {
      const std::string folded = people::fold_heading(in.cell("block"));
      const auto days = in.days();
      if (!days) continue;
      if (folded.empty() || days->from == Date::min() || days->to == Date::max())
        in.refuse("block", refuse("duties.block_without_days"));
      else blocks.push_back({folded, *days});
    }
    return blocks;
  }

  /// "unit:ICU", "cohort:PGY-1", "site:North"; nullopt for anything else.
  std::optional<Target> group_written(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == text.npos) return std::nullopt;
    const std::string prefix = lower(text.substr(0, colon));
    std::string_view name = text.substr(colon + 1);
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    if (name.empty()) return std::nullopt;
    for (const TargetKind kind : {TargetKind::unit, TargetKind::cohort, TargetKind::site})
      if (prefix == name_of(kind)) return Target{kind, groups_.keep(kind, name)};
    return std::nullopt;
  }

  /// A group in a column that holds nothing but groups: with a prefix, or the kind that knows the name; a unit
  /// otherwise.
  Target group_named(std::string_view text, std::initializer_list<TargetKind> likelier) {
    if (const auto group = group_written(text)) return *group;
    for (const TargetKind kind : likelier)
      if (groups_.knows(kind, text)) return {kind, groups_.keep(kind, text)};
    return {TargetKind::unit, groups_.keep(TargetKind::unit, text)};
  }

  std::optional<std::uint32_t> person(FactFile& in, std::string_view column, Reference reference) {
    const std::string_view text = in.cell(column);
    if (text.empty()) {
      in.refuse(column, refuse("duties.empty_cell"));
      return std::nullopt;
    }
    return resolver_->find(text, reference, in.file(), in.row());
  }

  std::string_view id(std::uint32_t index) const { return roster_.people[index].id; }

  void read_placements(const std::string& path, const std::vector<NamedBlock>& blocks) {
    auto reader = csv::Reader::open(path, options_.people.csv);
    if (!reader) {
      roster_.problems.add({Severity::error, path, 0, "", std::move(reader.error())});
      return;
    }
    const people::PeopleOptions& options = options_for("placements");
    if (!is_long_placements(reader->headings(), options.mapping)) {
      columns_.push_back({path, read_block_schedule(roster_, *resolver_, groups_, path, blocks, options)});
      return;
    }
    FactFile in = open(path, "placements");
    while (in.good() && in.next()) {
      const auto who = person(in, "person", Reference::ours);
      const auto days = in.days();
      const std::string unit(in.cell("unit"));
      if (unit.empty() && in.cell("site").empty()) in.refuse("unit", refuse("duties.empty_cell"));
      if (!who || !days) continue;
      if (!unit.empty()) add_duty(in, DutyKind::member_of, *who, group_named(unit, {TargetKind::unit}), *days);
      if (const std::string_view site = in.cell("site"); !site.empty())
        add_duty(in, DutyKind::member_of, *who, group_named(site, {TargetKind::site, TargetKind::site}), *days);
    }
  }

  void add_duty(const FactFile& in, DutyKind kind, std::uint32_t who, Target target, DateRange days,
                std::string_view source = {}) {
    roster_.duties.push_back({kind, id(who), target, days, roster_.pool->keep(source), in.file(), in.row()});
  }

  void read_duties(const std::string& path) {
    FactFile in = open(path, "duties");
    std::string kind_text;
    DutyKind kind = DutyKind::other;
    bool kind_is_known = false;
    while (in.good() && in.next()) {
      if (const std::string_view text = in.cell("duty"); !kind_is_known || text != kind_text) {
        kind_text = text;
        const auto parsed = conflict::parse_duty_kind(kind_word(text));
        kind_is_known = parsed.has_value();
        if (parsed) kind = *parsed;
      }
      if (!kind_is_known) in.refuse("duty", refuse("duties.unknown_kind").with("text", kind_text));
      const auto who = person(in, "person", Reference::ours);
      const auto days = in.days();
      Target target;
      if (!take_target(in, kind, who.value_or(nobody), target) || !kind_is_known || !who || !days) continue;
      add_duty(in, kind, *who, target, *days, in.cell("source"));
    }
  }

  /// The target cell of a duty of this kind; false after adding a problem or for a person who is not known.
  bool take_target(FactFile& in, DutyKind kind, std::uint32_t holder, Target& target) {
    const std::string_view text = in.cell("target");
    const auto rule = conflict::target_rule(kind);
    if (const auto group = group_written(text)) {
      target = *group;
      if (rule != conflict::TargetRule::person) return true;
      in.refuse("target", refuse("duties.needs_person")
                              .with("duty", std::string(conflict::name_of(kind)))
                              .with("text", std::string(text)));
      return false;
    }
    if (rule == conflict::TargetRule::group) {
      in.refuse("target", refuse("duties.needs_group")
                              .with("duty", std::string(conflict::name_of(kind)))
                              .with("text", std::string(text)));
      return false;
    }
    const auto whom = person(in, "target", Reference::ours);
    if (!whom) return false;
    if (*whom == holder) {
      in.refuse("target", refuse("duties.towards_oneself").with("person", std::string(id(*whom))));
      return false;
    }
    target = {TargetKind::person, id(*whom)};
    return true;
  }

  void read_evaluations(const std::string& path) {
    FactFile in = open(path, "evaluations");
    std::uint64_t of_oneself = 0, withdrawn = 0;
    while (in.good() && in.next()) {
      if (was_withdrawn(in.cell("status"))) {
        ++withdrawn;
        continue;
      }
      bool bad = false;
      const auto written_on = in.date("date", bad);
      if (bad) continue;
      const auto days = in.days(written_on ? DateRange{*written_on, *written_on + 1} : DateRange{});
      if (!days) continue;
      DateRange range = *days;
      if (range.to == Date::max() && range.from != Date::min())
        range.to = std::max(range.from + 1, written_on ? *written_on + 1 : range.from);
      if (range.from == Date::min()) {
        in.refuse(in.has("from") ? "from" : "date", refuse("duties.evaluation_without_days"));
        continue;
      }
      const auto evaluator = person(in, "evaluator", Reference::export_),
                 evaluated = person(in, "evaluated", Reference::export_);
      if (!evaluator || !evaluated) continue;
      if (*evaluator == *evaluated) {
        ++of_oneself;
        continue;
      }
      add_duty(in, DutyKind::writes_evaluation, *evaluator, {TargetKind::person, id(*evaluated)}, range,
               in.cell("rotation"));
    }
    if (of_oneself + withdrawn > 0)
      add(Severity::note, in.file(), 0,
          refuse("duties.evaluations_left_out")
              .with("of_oneself", std::to_string(of_oneself))
              .with("withdrawn", std::to_string(withdrawn)));
  }

  void read_panels(const std::string& path) {
    FactFile in = open(path, "panels");
    while (in.good() && in.next()) {
      const auto member = person(in, "member", Reference::export_);
      const auto days = in.days();
      const std::string_view panel = in.cell("panel");
      if (panel.empty()) {
        in.refuse("panel", refuse("duties.empty_cell"));
        continue;
      }
      const Target target = group_named(panel, {TargetKind::cohort, TargetKind::unit, TargetKind::site});
      if (!member || !days) continue;
      add_duty(in, DutyKind::sits_on, *member, target, *days);
      // Names hold commas ("Smith, Jane"), so only these part one from the next.
      std::string names(in.cell("recusals"));
      for (std::size_t start = 0; start < names.size();) {
        const std::size_t end = std::min(names.find_first_of(";|\n", start), names.size());
        std::string_view name = std::string_view(names).substr(start, end - start);
        while (!name.empty() && (name.front() == ' ' || name.front() == '\r')) name.remove_prefix(1);
        while (!name.empty() && (name.back() == ' ' || name.back() == '\r')) name.remove_suffix(1);
        if (!name.empty())
          if (const auto learner = resolver_->find(name, Reference::export_, in.file(), in.row()))
            roster_.recusals.push_back({id(*member), id(*learner), *days, in.file(), in.row()});
        start = end + 1;
      }
    }
  }

  /// Both people of a row, different from each other.
  std::optional<std::pair<std::string_view, std::string_view>> two_people(FactFile& in, std::string_view first,
                                                                          std::string_view second) {
    const auto a = person(in, first, Reference::ours), b = person(in, second, Reference::ours);
    if (!a || !b) return std::nullopt;
    if (*a == *b) {
      in.refuse(second, refuse("duties.same_person_twice").with("person", std::string(id(*a))));
      return std::nullopt;
    }
    return std::pair{id(*a), id(*b)};
  }

  void read_pairs() {
    FactFile in = open(files_.pairs, "pairs");
    while (in.good() && in.next()) {
      const auto two = two_people(in, "learner", "educator");
      const auto days = in.days(options_.undated);
      if (two && days)
        roster_.pairs.push_back(
            {two->first, two->second, *days, roster_.pool->keep(in.cell("role")), in.file(), in.row()});
    }
  }

  void read_preferences() {
    FactFile in = open(files_.preferences, "preferences");
    std::set<std::pair<const char*, const char*>> seen;  // ids live in the pool: equal ids have one address
    while (in.good() && in.next()) {
      const auto two = two_people(in, "learner", "educator");
      const std::string_view text = in.cell("rank");
      int rank = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rank);
      if (error != std::errc() || end != text.data() + text.size() || rank < 1 || rank > 1'000) {
        in.refuse("rank", refuse("duties.absurd_rank").with("text", std::string(text)));
        continue;
      }
      if (!two) continue;
      if (!seen.insert({two->first.data(), two->second.data()}).second) {
        in.refuse("educator", refuse("duties.wish_twice")
                                  .with("learner", std::string(two->first))
                                  .with("educator", std::string(two->second)));
        continue;
      }
      roster_.preferences.push_back({two->first, two->second, static_cast<std::uint16_t>(rank), in.file(), in.row()});
    }
  }

  void read_vetoes() {
    FactFile in = open(files_.vetoes, "vetoes");
    while (in.good() && in.next())
      if (const auto two = two_people(in, "person", "not_with"))
        roster_.vetoes.push_back({two->first, two->second, in.file(), in.row()});
  }

  void read_coverage() {
    FactFile in = open(files_.coverage, "coverage");
    roster_.coverage_was_stated = in.good();
    while (in.good() && in.next()) {
      const std::string unit(in.cell("unit")), kind = kind_word(in.cell("kind"));
      const auto days = in.days();
      std::vector<CoverageClass> classes;
      if (kind == "all") {
        classes.assign(conflict::all_coverage_classes.begin(), conflict::all_coverage_classes.end());
      } else if (const auto coverage = conflict::parse_coverage_class(kind)) {
        classes.push_back(*coverage);
      } else if (const auto duty = conflict::parse_duty_kind(kind)) {
        classes.push_back(conflict::coverage_class_of(*duty));
      } else {
        in.refuse("kind", refuse("duties.unknown_coverage").with("text", kind));
      }
      if (unit.empty()) in.refuse("unit", refuse("duties.empty_cell"));
      if (unit.empty() || !days) continue;
      const Target scope = group_named(unit, {TargetKind::unit, TargetKind::cohort, TargetKind::site});
      for (const CoverageClass what : classes) {
        // Three duties of one class make one statement.
        const bool repeated = std::any_of(
            roster_.coverage.rbegin(),
            roster_.coverage.rend() - static_cast<std::ptrdiff_t>(roster_.coverage.size() -
                                                                  std::min<std::size_t>(roster_.coverage.size(), 20)),
            [&](const CoverageStatement& other) {
              return other.scope == scope && other.what == what && other.days == *days;
            });
        if (!repeated) roster_.coverage.push_back({scope, what, *days, in.file(), in.row()});
      }
    }
  }

  /// A duty towards a group that nobody belongs to touches nobody: most often the group is spelled in two ways.
  void name_empty_groups() {
    std::unordered_set<const char*> with_members[4];
    for (const Duty& duty : roster_.duties)
      if (duty.kind == DutyKind::member_of)
        with_members[static_cast<std::size_t>(duty.target.kind)].insert(duty.target.id.data());
    std::unordered_set<const char*> named[4];
    for (const Duty& duty : roster_.duties) {
      if (duty.kind == DutyKind::member_of || duty.target.kind == TargetKind::person) continue;
      const auto kind = static_cast<std::size_t>(duty.target.kind);
      if (with_members[kind].contains(duty.target.id.data()) || !named[kind].insert(duty.target.id.data()).second)
        continue;
      add(Severity::warning, duty.file, duty.row,
          refuse("duties.group_without_members")
              .with("kind", std::string(name_of(duty.target.kind)))
              .with("group", std::string(duty.target.id)));
    }
  }

  void add(Severity severity, std::uint16_t file, std::uint32_t row, Error error) {
    roster_.problems.add({severity, roster_.files[file], row, "", std::move(error)});
  }

  static constexpr std::uint32_t nobody = ~std::uint32_t{0};

  const RosterFiles& files_;
  RosterOptions options_;
  Roster roster_;
  GroupNames groups_;
  std::optional<NameResolver> resolver_;
  std::vector<people::FileColumns> columns_;
  std::map<std::string, people::PeopleOptions> by_kind_;
  bool everybody_ = false;
  std::unordered_map<std::string_view, std::uint32_t> by_id_, by_email_;
};

}  // namespace

Result<RosterReading> read_roster(const RosterFiles& files, const RosterOptions& options) {
  return RosterReader(files, options).read();
}

std::vector<std::string_view> meanings_of(std::string_view kind) {
  std::vector<std::string_view> names;
  if (kind == "people" || kind == "learners" || kind == "educators") {
    for (std::size_t i = 0; i < people::column_count; ++i)
      names.push_back(people::name_of(static_cast<people::Column>(i)));
    return names;
  }
  for (const FactFormat& format : fact_formats())
    if (format.name == kind)
      for (const FactColumn& column : format.columns) names.push_back(column.name);
  return names;
}

Result<> remember_names(const std::string& path, const std::vector<std::pair<std::string, std::string>>& choices) {
  std::map<std::string, std::string> all;
  if (std::filesystem::exists(path)) {
    auto reader = TRY(csv::Reader::open(path));
    if (reader.headings().size() != 2) return err(refuse("duties.names_shape").with("file", path));
    while (TRY(reader.next())) {
      std::string name(reader.cells()[0]);
      // The writer put an apostrophe before a name that begins like a formula.
      if (name.size() > 1 && name[0] == '\'' && std::string_view("=+-@").find(name[1]) != std::string_view::npos)
        name.erase(0, 1);
      all[std::move(name)] = std::string(reader.cells()[1]);
    }
  }
  for (const auto& [name, person] : choices) all[name] = person;
  std::string out;
  csv::Writer writer(out);
  writer.row({"name", "person"});
  for (const auto& [name, person] : all) writer.row({name, person});
  return csv::write_file(path, out);
}

}  // namespace chiron::duties
