// TOML in and out. toml++'s exceptions end here.
#include "features/programs/program_file.h"

#include <fstream>
#include <initializer_list>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "features/programs/program_edits.h"

namespace chiron::programs {
namespace {

/// One table of the file being read, which knows where it stands.
class Section {
 public:
  Section(std::string_view file, std::string path, const toml::table& table)
      : file_(file), path_(std::move(path)), table_(table) {}

  /// Refuses the first key that is not in the list.
  Result<> only(std::initializer_list<std::string_view> known) const {
    return only(std::vector<std::string_view>(known));
  }
  Result<> only(const std::vector<std::string_view>& known) const {
    for (const auto& [key, node] : table_) {
      bool found = false;
      for (auto name : known) found = found || key.str() == name;
      if (!found)
        return err(refuse("programs.unknown_setting")
                       .with("file", std::string(file_))
                       .with("line", line(node))
                       .with("setting", path_ + std::string(key.str()))
                       .with("known", fmt::format("{}", fmt::join(known, ", "))));
    }
    return {};
  }

  template <class T>
  Result<> read(std::string_view key, T& into) const {
    const toml::node* node = table_.get(key);
    if (!node) return {};
    const auto value = node->value_exact<T>();
    if (!value) return err(wrong_type(key, *node));
    into = *value;
    return {};
  }

  /// An integer within [from, to].
  template <class Integer>
  Result<> read_integer(std::string_view key, Integer& into, std::int64_t from, std::int64_t to) const {
    const toml::node* node = table_.get(key);
    if (!node) return {};
    const auto value = node->value_exact<std::int64_t>();
    if (!value) return err(wrong_type(key, *node));
    if (*value < from || *value > to)
      return err(refuse("programs.out_of_range")
                     .with("file", std::string(file_))
                     .with("line", line(*node))
                     .with("setting", path_ + std::string(key))
                     .with("value", std::to_string(*value))
                     .with("from", std::to_string(from))
                     .with("to", std::to_string(to)));
    into = static_cast<Integer>(*value);
    return {};
  }

  Result<const toml::table*> table(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (!node) return nullptr;
    if (!node->is_table()) return err(wrong_type(key, *node));
    return node->as_table();
  }

  const toml::table& raw() const { return table_; }
  std::string_view file() const { return file_; }
  static std::string line(const toml::node& node) { return std::to_string(node.source().begin.line); }

 private:
  Error wrong_type(std::string_view key, const toml::node& node) const {
    return refuse("programs.wrong_type")
        .with("file", std::string(file_))
        .with("line", line(node))
        .with("setting", path_ + std::string(key));
  }

  std::string_view file_;
  std::string path_;
  const toml::table& table_;
};

/// Adds the file, the line and the setting to an error that an inner parser gave.
Error placed(Error error, const Section& section, const toml::node* node, std::string setting) {
  return std::move(error)
      .with("file", std::string(section.file()))
      .with("line", node ? Section::line(*node) : "1")
      .with("setting", std::move(setting));
}

template <class Parse>
auto parse_word(const Section& section, std::string_view key, Parse parse, std::string_view fallback)
    -> decltype(parse(fallback)) {
  std::string word(fallback);
  TRY(section.read(key, word));
  auto parsed = parse(word);
  if (!parsed) return err(placed(std::move(parsed.error()), section, section.raw().get(key), std::string(key)));
  return parsed;
}

Result<> read_conflicts(const Section& section, Program& program) {
  TRY(section.only({"look_ahead_days", "look_back_days", "chain_depth", "rules"}));
  const auto within = [&](std::string_view key, auto change) -> Result<> {
    const toml::node* node = section.raw().get(key);
    if (!node) return {};
    std::int64_t value = 0;
    TRY(section.read_integer(key, value, -1'000'000, 1'000'000));
    auto changed = change(static_cast<std::int32_t>(value));
    if (!changed) return err(placed(std::move(changed.error()), section, node, "conflicts." + std::string(key)));
    program.policy = *changed;
    return {};
  };
  TRY(within("look_ahead_days", [&](std::int32_t days) { return program.policy.with_look_ahead(days); }));
  TRY(within("look_back_days", [&](std::int32_t days) { return program.policy.with_look_back(days); }));
  TRY(within("chain_depth", [&](std::int32_t depth) { return program.policy.with_chain_depth(depth); }));
  if (const toml::table* rules = TRY(section.table("rules"))) {
    for (const auto& [rule, node] : *rules) {
      const std::string setting = "conflicts.rules." + std::string(rule.str());
      const auto word = node.value_exact<std::string>();
      if (!word) return err(placed(refuse("programs.wrong_type"), section, &node, setting));
      auto level = conflict::parse_level(*word);
      if (!level) return err(placed(std::move(level.error()), section, &node, setting));
      auto policy = program.policy.with(rule.str(), *level);
      if (!policy) return err(placed(std::move(policy.error()), section, &node, setting));
      program.policy = *policy;
    }
  }
  return {};
}

Result<Program> read_table(std::string_view file, const toml::table& root) {
  const Section top(file, "", root);
  TRY(top.only({"name", "role", "term", "preset", "objective", "unmatched_penalty", "score_floor", "list_length",
                "lottery_seed", "learners", "require", "weights", "capacity", "conflicts"}));
  const auto role = TRY(parse_word(top, "role", conflict::parse_role, "mentor"));
  const auto preset = TRY(parse_word(top, "preset", parse_preset, "balanced"));
  const auto term = TRY(parse_word(top, "term", DateRange::parse, ".."));
  Program program = standard_program(role, term, preset);
  const Charter& charter = charter_of(role);

  TRY(top.read("name", program.name));
  program.objective = TRY(parse_word(top, "objective", parse_objective, matching::name_of(program.objective)));
  TRY(top.read_integer("unmatched_penalty", program.unmatched_penalty, 0, 1'000'000'000));
  TRY(top.read_integer("score_floor", program.score_floor, 0, highest_floor));
  TRY(top.read_integer("list_length", program.list_length, 1, 1000));
  TRY(top.read_integer("lottery_seed", program.lottery_seed, 0, std::numeric_limits<std::int64_t>::max()));

  if (const toml::table* table = TRY(top.table("learners"))) {
    const Section section(file, "learners.", *table);
    TRY(section.only({"cohort", "stage", "site", "unit"}));
    TRY(section.read("cohort", program.learners.cohort));
    TRY(section.read("stage", program.learners.stage));
    TRY(section.read("site", program.learners.site));
    TRY(section.read("unit", program.learners.unit));
  }
  if (const toml::table* table = TRY(top.table("require"))) {
    const Section section(file, "require.", *table);
    std::vector<std::string_view> known;
    for (const auto& requirement : named_requirements()) known.push_back(requirement.name);
    TRY(section.only(known));
    for (const auto& requirement : named_requirements())
      TRY(section.read(requirement.name, program.require.*requirement.on));
  }
  if (const toml::table* table = TRY(top.table("weights"))) {
    const Section section(file, "weights.", *table);
    std::vector<std::string_view> known;
    for (const auto& weight : named_weights()) known.push_back(weight.name);
    TRY(section.only(known));
    for (const auto& weight : named_weights()) {
      const bool is_distance = weight.points == &matching::Weights::best_stage_distance;
      TRY(section.read_integer(weight.name, program.weights.*weight.points, is_distance ? -100 : 0, 1'000'000));
    }
  }
  if (const toml::table* table = TRY(top.table("capacity"))) {
    const Section section(file, "capacity.", *table);
    TRY(section.only({"default", "cap"}));
    TRY(section.read_integer("cap", program.capacity_cap, 1, charter.capacity_cap));
    TRY(section.read_integer("default", program.default_capacity, 0, program.capacity_cap));
  }
  if (const toml::table* table = TRY(top.table("conflicts")))
    TRY(read_conflicts(Section(file, "conflicts.", *table), program));
  return program;
}

}  // namespace

Result<Program> edited(const Program& program, const ProgramEdits& edits) {
  Program begun = program;
  // A preset is more than its name; whatever else the edits say comes after it.
  if (edits.preset) {
    const auto preset = parse_preset(*edits.preset);
    if (!preset) return err(Error(preset.error()).with("setting", "preset"));
    apply_preset(begun, *preset);
  }
  toml::table root = toml::parse(write_program(begun));
  const auto section = [&root](const char* name) -> toml::table& { return *root[name].as_table(); };
  const auto put = [](toml::table& table, std::string_view key, const auto& value) {
    if (value) table.insert_or_assign(key, *value);
  };
  put(root, "name", edits.name);
  put(root, "term", edits.term);
  put(section("learners"), "cohort", edits.cohort);
  put(section("learners"), "stage", edits.stage);
  put(section("learners"), "site", edits.site);
  put(section("learners"), "unit", edits.unit);
  put(section("capacity"), "cap", edits.capacity_cap);
  put(section("capacity"), "default", edits.default_capacity);
  put(section("conflicts"), "look_ahead_days", edits.look_ahead_days);
  put(section("conflicts"), "look_back_days", edits.look_back_days);
  put(section("conflicts"), "chain_depth", edits.chain_depth);
  for (const auto& [rule, level] : edits.rules) section("conflicts")["rules"].as_table()->insert_or_assign(rule, level);
  Program read = TRY(read_table("form", root));
  if (read.name.find_first_not_of(' ') == std::string::npos)
    return err(refuse("programs.nameless").with("setting", "name"));
  if (read.name.size() > 200) return err(refuse("programs.name_long").with("setting", "name"));
  if (read.term.from == Date::min() || read.term.to == Date::max())
    return err(refuse("programs.term_open").with("setting", "term"));
  if (read.term.days() > longest_term_days) return err(refuse("programs.term_long").with("setting", "term"));
  return read;
}

Result<Program> read_program_text(std::string_view name, std::string_view text) {
  try {
    return read_table(name, toml::parse(text, name));
  } catch (const toml::parse_error& error) {
    return err(refuse("programs.malformed_file")
                   .with("file", std::string(name))
                   .with("line", std::to_string(error.source().begin.line))
                   .with("reason", std::string(error.description())));
  }
}

Result<Program> read_program(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return err(refuse("programs.unreadable").with("file", path));
  std::ostringstream text;
  text << file.rdbuf();
  return read_program_text(path, text.str());
}

std::string write_program(const Program& program, const Notes& notes) {
  // toml++ quotes and escapes; the order is ours, so that two programs can be compared line by line.
  const auto quoted = [](const std::string& text) {
    std::ostringstream out;
    out << toml::value<std::string>(text);
    return out.str();
  };
  std::string text;
  auto line = [&](std::string_view key, auto value) {
    std::istringstream note(notes ? notes(key) : "");
    for (std::string words; std::getline(note, words);) text += "# " + words + "\n";
    text += fmt::format("{} = {}\n", key, value);
  };
  line("name", quoted(program.name));
  line("role", quoted(std::string(conflict::name_of(program.role))));
  line("term", quoted(program.term.iso()));
  line("preset", quoted(std::string(name_of(program.preset))));
  line("objective", quoted(std::string(matching::name_of(program.objective))));
  line("unmatched_penalty", program.unmatched_penalty);
  line("score_floor", program.score_floor);
  line("list_length", program.list_length);
  line("lottery_seed", program.lottery_seed);
  text += "\n[learners]\n";
  line("cohort", quoted(program.learners.cohort));
  line("stage", quoted(program.learners.stage));
  line("site", quoted(program.learners.site));
  line("unit", quoted(program.learners.unit));
  text += "\n[require]\n";
  for (const auto& requirement : named_requirements()) line(requirement.name, program.require.*requirement.on);
  text += "\n[weights]\n";
  for (const auto& weight : named_weights()) line(weight.name, program.weights.*weight.points);
  text += "\n[capacity]\n";
  line("cap", program.capacity_cap);
  line("default", program.default_capacity);
  text += "\n[conflicts]\n";
  line("look_ahead_days", program.policy.look_ahead_days());
  line("look_back_days", program.policy.look_back_days());
  line("chain_depth", program.policy.chain_depth());
  text += "\n[conflicts.rules]\n";
  for (std::size_t rule = 0; rule < conflict::rules().size(); ++rule)
    line(conflict::rules()[rule].id,
         quoted(std::string(conflict::name_of(program.policy.level(static_cast<conflict::RuleIndex>(rule))))));
  return text;
}

}  // namespace chiron::programs
