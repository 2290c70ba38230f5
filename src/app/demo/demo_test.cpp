// The demo's files against its answer key, through a small reader of its own: it shares no code with the generator's
// model, the file readers or the conflict engine.
#include "app/demo/demo.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "engines/conflict/rules.h"

namespace chiron::app_demo {
namespace {

namespace fs = std::filesystem;

// --- a small reader --------------------------------------------------------------------------------------------------

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Rows as heading → cell.
using Row = std::map<std::string, std::string>;

struct Csv {
  std::vector<std::string> headings;
  std::vector<Row> rows;
};

Csv read_csv(const fs::path& path) {
  const std::string text = text_of(path);
  std::vector<std::vector<std::string>> table(1);
  std::string cell;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inside) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') cell += text[++i];
      else if (c == '"') inside = false;
      else cell += c;
    } else if (c == '"') {
      inside = true;
    } else if (c == ',' || c == '\n') {
      table.back().push_back(std::move(cell));
      cell.clear();
      if (c == '\n') table.emplace_back();
    } else {
      cell += c;
    }
  }
  table.pop_back();
  Csv csv;
  csv.headings = table.front();
  for (std::size_t r = 1; r < table.size(); ++r) {
    EXPECT_EQ(table[r].size(), csv.headings.size()) << path << " row " << r + 1;
    Row row;
    for (std::size_t c = 0; c < table[r].size(); ++c) row[csv.headings[c]] = table[r][c];
    csv.rows.push_back(std::move(row));
  }
  return csv;
}

Date day(const std::string& text) {
  const auto parsed = Date::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Date());
}
DateRange days(const Row& row) {
  return {row.at("from").empty() ? Date::min() : day(row.at("from")),
          row.at("to").empty() ? Date::max() : day(row.at("to"))};
}

/// Just enough JSON for the answer key.
struct Json {
  enum class Kind { null, boolean, number, text, list, object } kind = Kind::null;
  bool boolean = false;
  double number = 0;
  std::string text;
  std::vector<Json> list;
  std::map<std::string, Json> object;

  const Json& operator[](const std::string& name) const {
    const auto found = object.find(name);
    if (found != object.end()) return found->second;
    ADD_FAILURE() << "no " << name << " in the answer key";
    static const Json nothing;
    return nothing;
  }
  int integer() const { return static_cast<int>(number); }
};

class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}
  Json read() {
    Json json = value();
    space();
    EXPECT_EQ(at_, text_.size()) << "text after the JSON value";
    return json;
  }

 private:
  void space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  bool take(char c) {
    space();
    if (at_ < text_.size() && text_[at_] == c) return ++at_, true;
    return false;
  }
  Json value() {
    Json json;
    space();
    if (take('{')) {
      json.kind = Json::Kind::object;
      while (!take('}')) {
        const std::string name = value().text;
        EXPECT_TRUE(take(':'));
        EXPECT_TRUE(json.object.emplace(name, value()).second) << "doubled name " << name;
        take(',');
        if (at_ >= text_.size()) break;
      }
    } else if (take('[')) {
      json.kind = Json::Kind::list;
      while (!take(']')) {
        json.list.push_back(value());
        take(',');
        if (at_ >= text_.size()) break;
      }
    } else if (take('"')) {
      json.kind = Json::Kind::text;
      while (at_ < text_.size() && text_[at_] != '"') {
        if (text_[at_] == '\\') ++at_;
        json.text += text_[at_++];
      }
      ++at_;
    } else if (text_.substr(at_).starts_with("true") || text_.substr(at_).starts_with("false")) {
      json.kind = Json::Kind::boolean;
      json.boolean = text_[at_] == 't';
      at_ += json.boolean ? 4 : 5;
    } else {
      json.kind = Json::Kind::number;
      const char* end = nullptr;
      json.number = std::strtod(text_.data() + at_, const_cast<char**>(&end));
      EXPECT_NE(end, text_.data() + at_) << "not JSON at byte " << at_;
      if (end == text_.data() + at_) ++at_;
      else at_ = static_cast<std::size_t>(end - text_.data());
    }
    return json;
  }
  std::string_view text_;
  std::size_t at_ = 0;
};

// --- what the files say, worked out from the files alone
// -----------------------------------------------------------------

std::string lower_ascii(std::string_view name) {
  static const std::map<std::string, std::string> letters{
      {"Ł", "l"}, {"ł", "l"}, {"á", "a"}, {"à", "a"}, {"ã", "a"}, {"ä", "a"}, {"å", "a"}, {"ā", "a"}, {"â", "a"},
      {"ạ", "a"}, {"ầ", "a"}, {"ặ", "a"}, {"ą", "a"}, {"Á", "a"}, {"Å", "a"}, {"é", "e"}, {"è", "e"}, {"ê", "e"},
      {"ễ", "e"}, {"ę", "e"}, {"É", "e"}, {"í", "i"}, {"ì", "i"}, {"ị", "i"}, {"ı", "i"}, {"ó", "o"}, {"ö", "o"},
      {"ø", "o"}, {"Ó", "o"}, {"Ö", "o"}, {"ú", "u"}, {"ü", "u"}, {"ư", "u"}, {"ứ", "u"}, {"ñ", "n"}, {"ń", "n"},
      {"ř", "r"}, {"š", "s"}, {"Š", "s"}, {"ś", "s"}, {"ž", "z"}, {"ż", "z"}, {"ý", "y"}, {"ć", "c"}, {"č", "c"},
      {"ç", "c"}, {"đ", "d"}, {"Đ", "d"}, {"ß", "ss"}};
  std::string out;
  for (std::size_t i = 0; i < name.size();) {
    if (static_cast<unsigned char>(name[i]) < 0x80) {
      out += static_cast<char>(std::tolower(name[i++]));
      continue;
    }
    std::size_t n = 2;
    if ((static_cast<unsigned char>(name[i]) & 0xF0) == 0xE0) n = 3;
    const auto letter = letters.find(std::string(name.substr(i, n)));
    EXPECT_NE(letter, letters.end()) << "a letter without a plain spelling in " << name;
    if (letter != letters.end()) out += letter->second;
    i += n;
  }
  return out;
}

struct Fact {
  std::string kind, holder, target;  ///< target: a person's id or a group
  DateRange days;
};

class Files {
 public:
  explicit Files(const fs::path& root, const std::string& schedule = "block_schedule.csv")
      : people_(read_csv(root / "people.csv")) {
    for (const Row& row : people_.rows) {
      EXPECT_TRUE(by_id_.emplace(row.at("id"), &row).second) << "doubled id";
      const DateRange present = days(row);
      for (const std::string group : {"unit", "cohort", "site"})
        if (!row.at(group).empty()) member(row.at("id"), group + ":" + row.at(group), present);
      if (!row.at("manager").empty()) facts_.push_back({"manages", row.at("manager"), row.at("id"), present});
      names_[full(row)].push_back(row.at("id"));
    }
    for (const Row& row : read_csv(root / "duties.csv").rows)
      facts_.push_back({row.at("duty"), row.at("person"), row.at("target"), days(row)});
    for (const Row& row : read_csv(root / "placements.csv").rows)
      member(row.at("person"), "unit:" + row.at("unit"), days(row));
    const Csv blocks = read_csv(root / schedule);
    for (const Row& row : blocks.rows) {
      for (std::size_t c = 1; c < blocks.headings.size(); ++c) {
        const std::string& heading = blocks.headings[c];
        const auto open = heading.find('('), to = heading.find(" to ");
        const DateRange block{day(heading.substr(open + 1, 10)), day(heading.substr(to + 4, 10)) + 1};
        std::string cell = row.at(heading);
        while (!cell.empty()) {
          const auto slash = cell.find(" / ");
          const std::string service = cell.substr(0, slash);
          if (service != "LOA" && service != "Vacation") member(row.at("resident"), "unit:" + service, block);
          cell = slash == std::string::npos ? "" : cell.substr(slash + 3);
        }
      }
    }
    for (const Row& row : read_csv(root / "names.csv").rows) choices_[row.at("name")] = row.at("person");
    for (const Row& row : read_csv(root / "evaluations.csv").rows)
      facts_.push_back({"writes_evaluation",
                        who(row.at("Evaluator")),
                        who(row.at("Resident")),
                        {day(row.at("Start")), day(row.at("End")) + 1}});
    for (const Row& row : read_csv(root / "panels.csv").rows) {
      const std::string member_id = who(row.at("Member"));
      facts_.push_back({"sits_on", member_id, row.at("Panel"), {day(row.at("From")), day(row.at("To"))}});
      if (!row.at("Recused for").empty()) recused_.insert({member_id, who(row.at("Recused for"))});
    }
    for (const Fact& fact : facts_) {
      by_holder_[fact.holder].push_back(&fact);
      if (fact.kind == "delegates_to" || fact.kind == "manages" || fact.kind == "related_to")
        indirect_[fact.target].push_back(&fact);
      if (fact.kind == "related_to") indirect_[fact.holder].push_back(&fact);
    }
  }

  const std::map<std::string, const Row*>& by_id() const { return by_id_; }
  const std::vector<Fact>& facts() const { return facts_; }
  const std::set<std::string>& ambiguous() const { return ambiguous_; }

  /// The ties of an educator to a learner on one day, as the engine names them.
  std::set<std::string> ties(const std::string& educator, const std::string& learner, Date d) const {
    std::set<std::string> found = direct(educator, learner, d);
    static const std::set<std::string> judging{"supervises", "supervises_clinically", "evaluates", "assesses",
                                               "appraises"};
    const auto any = [](const std::set<std::string>& have, const std::set<std::string>& wanted) {
      return std::ranges::any_of(have, [&](const auto& tie) { return wanted.contains(tie); });
    };
    for (const Fact* fact : indirect_of(educator)) {
      if (!fact->days.contains(d)) continue;
      if (fact->kind == "delegates_to" && fact->holder != learner &&
          any(direct(fact->holder, learner, d), {"supervises", "evaluates", "assesses", "appraises"}))
        found.insert("delegated_assessment");
      if (fact->kind == "related_to") {
        auto wanted = judging;
        wanted.insert("panel");
        if (any(direct(fact->target == educator ? fact->holder : fact->target, learner, d), wanted))
          found.insert("related_to_assessor");
      }
      if (fact->kind == "manages" && any(direct(fact->holder, learner, d), judging))
        found.insert("reports_to_supervisor");
    }
    for (const Fact* fact : indirect_of(learner)) {
      if (fact->kind != "manages" || !fact->days.contains(d)) continue;
      for (const Fact* above : indirect_of(fact->holder))
        if (above->kind == "manages" && above->holder == educator && above->days.contains(d))
          found.insert("management_chain");
    }
    return found;
  }

 private:
  static std::string full(const Row& row) { return lower_ascii(row.at("given_name") + "|" + row.at("family_name")); }
  void member(const std::string& person, const std::string& group, DateRange when) {
    groups_[person].emplace_back(group, when);
  }

  std::set<std::string> direct(const std::string& educator, const std::string& learner, Date d) const {
    static const std::map<std::string, std::string> tie_of{{"supervises", "supervises"},
                                                           {"supervises_clinically", "supervises_clinically"},
                                                           {"writes_evaluation", "evaluates"},
                                                           {"assesses", "assesses"},
                                                           {"manages", "manages"},
                                                           {"sits_on", "panel"},
                                                           {"directs", "directs_unit"},
                                                           {"referees", "referees"},
                                                           {"sets_rota_of", "sets_rota"},
                                                           {"related_to", "related"}};
    std::set<std::string> found;
    const auto held = by_holder_.find(educator);
    if (educator == learner || held == by_holder_.end()) return found;
    for (const Fact* fact : held->second) {
      if (!fact->days.contains(d) || fact->kind == "delegates_to") continue;
      bool towards = fact->target == learner;
      if (const auto groups = groups_.find(learner); groups != groups_.end())
        for (const auto& [group, when] : groups->second)
          towards = towards || (group == fact->target && when.contains(d));
      if (!towards || (fact->kind == "sits_on" && recused_.contains({educator, learner}))) continue;
      EXPECT_TRUE(tie_of.contains(fact->kind)) << fact->kind;
      found.insert(tie_of.at(fact->kind));
    }
    return found;
  }

  /// Whom a written name means: exactly one person, or the remembered choice.
  std::string who(std::string text) {
    if (const auto choice = choices_.find(text); choice != choices_.end()) {
      ambiguous_.insert(text);
      return choice->second;
    }
    if (const auto known = resolved_.find(text); known != resolved_.end()) return known->second;
    const std::string written = text;
    if (text.ends_with(", MD")) text.resize(text.size() - 4);
    if (text.ends_with(" MD")) text.resize(text.size() - 3);
    if (text.starts_with("Dr ")) text = text.substr(3);
    text = lower_ascii(text);
    std::set<std::string> fits;
    for (const auto& [name, ids] : names_) {
      const auto bar = name.find('|');
      const std::string given = name.substr(0, bar), family = name.substr(bar + 1);
      if (text == given + " " + family || text == family + ", " + given || (given.empty() && text == family) ||
          (!given.empty() && text == given.substr(0, 1) + ". " + family))
        fits.insert(ids.begin(), ids.end());
    }
    EXPECT_EQ(fits.size(), 1U) << "“" << written << "” fits " << fits.size() << " people";
    return resolved_[written] = fits.empty() ? std::string() : *fits.begin();
  }

  Csv people_;
  std::map<std::string, const Row*> by_id_;
  std::map<std::string, std::vector<std::pair<std::string, DateRange>>> groups_;
  std::map<std::string, std::vector<std::string>> names_;
  std::map<std::string, std::string> choices_, resolved_;
  std::set<std::string> ambiguous_;
  std::vector<Fact> facts_;
  /// Duties that reach further than their target: delegations, ties and managers of this person.
  const std::vector<const Fact*>& indirect_of(const std::string& person) const {
    static const std::vector<const Fact*> none;
    const auto found = indirect_.find(person);
    return found == indirect_.end() ? none : found->second;
  }

  std::map<std::string, std::vector<const Fact*>> by_holder_, indirect_;
  std::set<std::pair<std::string, std::string>> recused_;
};

// --- the tests
// -----------------------------------------------------------------------------------------------------------

class DemoTest : public ::testing::Test {
 protected:
  static fs::path folder(std::uint64_t seed = 1, std::string_view today = "2026-11-22", std::string_view name = "a") {
    const fs::path path = fs::temp_directory_path() / ("chiron_demo_test_" + std::to_string(::getpid())) /
                          (std::string(name) + std::to_string(seed) + std::string(today));
    if (!fs::exists(path)) {
      const auto summary = write_demo({seed, Date::parse(today).value(), DemoScale::school}, path);
      EXPECT_TRUE(summary) << (summary ? "" : summary.error().debug_text());
      if (summary) summaries()[path] = *summary;
    }
    return path;
  }
  static std::map<fs::path, DemoSummary>& summaries() {
    static std::map<fs::path, DemoSummary> all;
    return all;
  }
  static const Json& key(const fs::path& path) {
    static std::map<fs::path, Json> keys;
    if (!keys.contains(path)) keys[path] = JsonReader(text_of(path / "answer_key.json")).read();
    return keys[path];
  }
  static void TearDownTestSuite() {
    fs::remove_all(fs::temp_directory_path() / ("chiron_demo_test_" + std::to_string(::getpid())));
  }
};

TEST_F(DemoTest, SameOptionsGiveTheSameBytes) {
  const fs::path one = folder(7), two = folder(7, "2026-11-22", "b");
  for (const DemoFile& file : summaries()[one].files)
    EXPECT_EQ(text_of(one / file.path), text_of(two / file.path)) << file.path;
  EXPECT_NE(text_of(one / "people.csv"), text_of(folder(8) / "people.csv"));
}

TEST_F(DemoTest, HasTheInstitutionThatTheStoryTells) {
  const fs::path path = folder();
  const Csv people = read_csv(path / "people.csv");
  std::map<std::string, int> by_cohort, by_unit, by_stage, by_kind;
  std::set<std::string> emails;
  int fellows = 0, nurses = 0, pharmacists = 0, residents = 0;
  for (const Row& row : people.rows) {
    ++by_kind[row.at("kind")];
    ++by_stage[row.at("stage")];
    EXPECT_TRUE(emails.insert(row.at("email")).second) << row.at("email");
    EXPECT_TRUE(row.at("email").ends_with("@example.edu"));
    EXPECT_EQ(row.at("email"), lower_ascii(row.at("email")));
    EXPECT_TRUE(row.at("languages").starts_with("English"));
    EXPECT_EQ(row.at("to").empty(), row.at("left_because").empty());
    if (row.at("kind") == "educator") continue;
    if (row.at("cohort").starts_with("Class of")) ++by_cohort[row.at("cohort")];
    if (row.at("stage").starts_with("PGY")) ++residents, ++by_unit[row.at("unit")];
    fellows += row.at("stage").starts_with("Fellow");
    nurses += row.at("profession") == "nurse";
    pharmacists += row.at("profession") == "pharmacist";
  }
  ASSERT_EQ(by_cohort.size(), 4U);
  for (const auto& [cohort, students] : by_cohort) EXPECT_EQ(students, 130) << cohort;
  EXPECT_EQ(residents, 248);
  ASSERT_EQ(by_unit.size(), 6U);
  EXPECT_EQ(by_unit["Harlow Creek Family Medicine"], 24);
  EXPECT_EQ(by_stage["PGY-1"], 74);
  EXPECT_EQ(fellows, 32);
  EXPECT_EQ(nurses, 24);
  EXPECT_EQ(pharmacists, 16);
  EXPECT_EQ(by_kind["educator"], 306);
  EXPECT_EQ(read_csv(path / "second_institution/people.csv").rows.size(), 12U);

  const Csv schedule = read_csv(path / "block_schedule.csv");
  EXPECT_EQ(schedule.rows.size(), 248U);
  ASSERT_EQ(schedule.headings.size(), 14U);
  std::map<std::string, int> cells;
  for (const Row& row : schedule.rows)
    for (std::size_t b = 1; b < schedule.headings.size(); ++b) ++cells[row.at(schedule.headings[b])];
  EXPECT_GE(cells["LOA"], 9);
  EXPECT_GE(cells["Vacation"], 150);
  EXPECT_GE(cells[""], 5);
  EXPECT_GE(std::ranges::count_if(cells, [](const auto& cell) { return cell.first.contains(" / "); }), 50);
}

TEST_F(DemoTest, EverybodyAtTheSmallSiteButOneSitsOnThePanel) {
  const fs::path path = folder();
  const Files files(path);
  int members = 0, others = 0;
  for (const auto& [id, row] : files.by_id()) {
    if (row->at("kind") != "educator" || row->at("site") != "Harlow Creek Health Center") continue;
    const bool sits = std::ranges::any_of(files.facts(), [&](const Fact& fact) {
      return fact.kind == "sits_on" && fact.holder == id && fact.target == "unit:Harlow Creek Family Medicine";
    });
    ++(sits ? members : others);
  }
  EXPECT_EQ(members, 12);
  EXPECT_EQ(others, 1);  // the community physician with four places
}

TEST_F(DemoTest, PlantsTheSameCasesWhateverTheSeed) {
  const std::map<std::string, int> wanted{
      {"small_site_panel", 16},     {"rotation_supervisor", 12}, {"evaluator_by_name", 9},
      {"promotion_committee", 4},   {"clerkship_supervisor", 3}, {"class_assessor", 3},
      {"panel_member", 3},          {"fellow_supervisor", 2},    {"managers_manager", 2},
      {"program_director", 2},      {"split_cell", 1},           {"panel_member_unknown_department", 1},
      {"recused_member", 1},        {"line_manager", 1},         {"coach_is_manager", 1},
      {"relative_of_assessor", 1},  {"delegated_assessment", 1}, {"referee", 1},
      {"reports_to_supervisor", 1}, {"near_peer_supervises", 1}, {"near_peer_evaluates", 1},
      {"former_panel_member", 1},   {"coming_rotation", 1}};
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const fs::path path = folder(seed);
    const DemoSummary& summary = summaries()[path];
    std::map<std::string, int> found;
    for (const Json& one : key(path)["planted"].list) {
      const std::string& name = one["case"].text;
      ++found[name.substr(0, name.rfind('-'))];
    }
    EXPECT_EQ(found, wanted) << "seed " << seed;
    EXPECT_EQ(summary.pairs_blocked, 64) << "seed " << seed;
    EXPECT_EQ(summary.pairs_disclosed, 4) << "seed " << seed;
    EXPECT_EQ(summary.learners_assessed_by_mentor, 62) << "seed " << seed;
    EXPECT_GT(summary.learners_paired, 600) << "seed " << seed;
    EXPECT_GT(summary.pairs_unknown, 30) << "seed " << seed;
    EXPECT_EQ(summary.interns_unmatched, 6) << "seed " << seed;
    EXPECT_EQ(summary.freed_by_one_mentor, 4) << "seed " << seed;
    EXPECT_EQ(key(path)["mentor_who_resigned"]["learners"].list.size(), 3U) << "seed " << seed;
  }
}

/// Every pair of the key, day by day from the files: exactly the key's present ties, on exactly its days.
void expect_key_matches_files(const fs::path& path, const Json& answers) {
  const Files files(path);
  const DateRange year{day(answers["year"]["from"].text), day(answers["year"]["to"].text)};
  const Csv pairs = read_csv(path / "last_years_pairs.csv");
  ASSERT_EQ(pairs.rows.size(), answers["pairs"].list.size());
  for (std::size_t i = 0; i < pairs.rows.size(); ++i) {
    const Row& row = pairs.rows[i];
    const Json& one = answers["pairs"].list[i];
    ASSERT_EQ(row.at("learner"), one["learner"].text);
    ASSERT_EQ(row.at("educator"), one["educator"].text);
    const DateRange within = days(row).intersect(year);
    std::map<std::string, std::set<std::int32_t>> expected, found;
    for (const Json& finding : one["findings"].list) {
      std::string tie = finding["rule"].text;
      if (tie.ends_with("_ahead") || tie.ends_with("_back")) continue;
      if (tie.ends_with("_now")) tie.resize(tie.size() - 4);
      for (Date d = day(finding["from"].text); d < day(finding["to"].text); d = d + 1)
        expected[tie].insert(d.days_since_epoch());
    }
    // The ends of every fact lie on block borders, but a day is a day: look at each one for tied pairs, at every
    // seventh for the others.
    const bool planted = !one["findings"].list.empty();
    for (Date d = within.from; d < within.to; d = d + (planted ? 1 : 7))
      for (const std::string& tie : files.ties(row.at("educator"), row.at("learner"), d))
        found[tie].insert(d.days_since_epoch());
    EXPECT_EQ(found, expected) << row.at("learner") << " and " << row.at("educator");
    const std::string unit = files.by_id().at(row.at("learner"))->at("unit");
    if (expected.empty() && one["findings"].list.empty()) {
      EXPECT_EQ(one["answer"].text, unit == "Surgery" ? "unknown" : "allow");
    }
  }
}

TEST_F(DemoTest, KeyAgreesWithTheFilesDayByDay) { expect_key_matches_files(folder(), key(folder())); }

TEST_F(DemoTest, NamesFitOnePersonOrAreRemembered) {
  const fs::path path = folder(3);
  const Files files(path);  // fails above when a name fits none or several
  std::set<std::string> listed;
  for (const Json& one : key(path)["names_that_need_a_choice"].list) {
    listed.insert(one["written"].text);
    EXPECT_GE(one["candidates"].list.size(), 2U);
  }
  EXPECT_EQ(files.ambiguous(), listed);
  EXPECT_TRUE(listed.contains("J. Smith"));
}

TEST_F(DemoTest, SurgeryHasNoEvaluatorData) {
  const fs::path path = folder();
  const Files files(path);
  std::set<std::string> surgeons;
  for (const auto& [id, row] : files.by_id())
    if (row->at("unit") == "Surgery" && row->at("kind") != "educator") surgeons.insert(id);
  for (const Fact& fact : files.facts())
    if (fact.kind == "writes_evaluation" || fact.kind == "assesses" || fact.kind.starts_with("supervises")) {
      EXPECT_FALSE(surgeons.contains(fact.target)) << fact.holder;
      EXPECT_NE(fact.target, "unit:Surgery");
    }
  for (const Row& row : read_csv(path / "coverage.csv").rows) EXPECT_NE(row.at("unit"), "unit:Surgery");
}

TEST_F(DemoTest, ChangedScheduleBringsOneConflictThirtyOneDaysOut) {
  const fs::path path = folder();
  const Json& changed = key(path)["changed_schedule"];
  const std::string learner = changed["learner"]["id"].text, educator = changed["educator"]["id"].text;
  const Date today = day("2026-11-22");
  const Files before(path), after(path, "block_schedule_changed.csv");
  for (Date d = today; d < today + 31; d = d + 1) EXPECT_TRUE(after.ties(educator, learner, d).empty()) << d.iso();
  EXPECT_EQ(after.ties(educator, learner, today + 31), std::set<std::string>{"panel"});
  EXPECT_TRUE(before.ties(educator, learner, today + 31).empty());
  EXPECT_EQ(changed["conflict_from"].text, (today + 31).iso());
  EXPECT_EQ(changed["answer_before"].text, "allow");
  EXPECT_EQ(changed["answer_after"].text, "block");
  EXPECT_TRUE(changed["other_pairs_changed"].list.empty());
}

/// Whether the learners an educator already has take places away from the interns.
enum class Running : std::uint8_t { leave_out, take_places };

/// The most interns that can be placed: augmenting paths over eligible educators and their places.
int most_placed(const fs::path& path, const std::vector<std::string>& interns, const std::string& extra_site,
                Running running) {
  const Files files(path);
  const auto [from, to] = demo_calendar(day("2026-11-22")).value().match_term;
  struct Place {
    std::string educator, intern;
  };
  std::vector<Place> places;
  const auto eligible = [&](const std::string& educator, const std::string& intern) {
    if (educator.empty()) return files.by_id().at(intern)->at("site") == extra_site;
    if (files.by_id().at(educator)->at("site") != files.by_id().at(intern)->at("site")) return false;
    for (Date d = from - 365; d < to + 365; d = d + 28)  // no tie is shorter than a block
      if (!files.ties(educator, intern, d).empty()) return false;
    return true;
  };
  std::map<std::string, int> load;
  if (running == Running::take_places)
    for (const Row& row : read_csv(path / "last_years_pairs.csv").rows) ++load[row.at("educator")];
  for (const auto& [id, row] : files.by_id())
    if (row->at("kind") != "learner" && !row->at("trained_on").empty() && !row->at("declared_on").empty())
      for (int i = load[id]; i < std::atoi(row->at("capacity").c_str()); ++i) places.push_back({id, ""});
  if (!extra_site.empty()) places.insert(places.end(), 4, {"", ""});
  std::map<std::pair<std::string, std::string>, bool> known;
  int placed = 0;
  for (const std::string& intern : interns) {
    std::set<std::size_t> seen;
    const auto place = [&](const auto& self, const std::string& who) -> bool {
      for (std::size_t p = 0; p < places.size(); ++p) {
        if (seen.contains(p)) continue;
        const auto pair = std::pair(places[p].educator, who);
        if (!known.contains(pair)) known[pair] = eligible(pair.first, pair.second);
        if (!known[pair]) continue;
        seen.insert(p);
        if (places[p].intern.empty() || self(self, places[p].intern)) {
          places[p].intern = who;
          return true;
        }
      }
      return false;
    };
    placed += place(place, intern);
  }
  return placed;
}

TEST_F(DemoTest, SixInternsStayUnmatchedAndOneMentorFreesFour) {
  const fs::path path = folder();
  std::vector<std::string> interns;
  for (const Json& id : key(path)["matching"]["interns_to_match"].list) interns.push_back(id.text);
  ASSERT_EQ(interns.size(), 74U);
  for (Running running : {Running::leave_out, Running::take_places}) {
    EXPECT_EQ(most_placed(path, interns, "", running), 68);
    EXPECT_EQ(most_placed(path, interns, "Harlow Creek Health Center", running), 72);
  }
}

TEST_F(DemoTest, RulesAreTheEngines) {
  const fs::path path = folder();
  const Json& answers = key(path);
  for (const Json& one : answers["pairs"].list) {
    const auto role = conflict::parse_role(one["role"].text);
    ASSERT_TRUE(role) << one["role"].text;
    std::string strongest = "allow";
    for (const Json& finding : one["findings"].list) {
      const auto rule = conflict::find_rule(finding["rule"].text);
      ASSERT_TRUE(rule) << finding["rule"].text;
      const auto level = conflict::Policy::standard(*role).level(*rule);
      EXPECT_NE(level, conflict::Level::allow) << finding["rule"].text << " is listed but asks for nothing";
      if (level == conflict::Level::block) strongest = "block";
      else if (strongest == "allow") strongest = "disclose";
    }
    if (one["answer"].text != "unknown") {
      EXPECT_EQ(one["answer"].text, strongest) << one["learner"].text;
    }
  }
}

TEST_F(DemoTest, KeepsItsStoryOnAnyDay) {
  for (std::string_view today : {"2024-06-17", "2027-01-01", "2028-02-29", "2190-12-31", "1910-01-01"}) {
    const fs::path path = folder(1, today);
    EXPECT_EQ(summaries()[path].learners_assessed_by_mentor, 62) << today;
    EXPECT_EQ(key(path)["changed_schedule"]["days_from_today"].integer(), 31) << today;
  }
  EXPECT_EQ(write_demo({1, Date::parse("1909-12-31").value(), DemoScale::school}, "never").error().key, "demo.today");
  EXPECT_EQ(write_demo({1, Date::parse("2191-01-01").value(), DemoScale::national}, "never").error().key, "demo.today");
}

TEST_F(DemoTest, SaysWhenItCannotWrite) {
  const fs::path file = folder() / "people.csv";
  const auto inside_a_file = write_demo({1, day("2026-11-22"), DemoScale::school}, file / "below");
  ASSERT_FALSE(inside_a_file);
  EXPECT_EQ(inside_a_file.error().key, "demo.cannot_write");
  const auto nation = write_demo({1, day("2026-11-22"), DemoScale::national}, file / "below");
  ASSERT_FALSE(nation);
  EXPECT_EQ(nation.error().key, "demo.cannot_write");
  EXPECT_EQ(parse_demo_scale("huge").error().key, "demo.unknown_scale");
  EXPECT_EQ(parse_demo_scale("national").value(), DemoScale::national);
}

TEST(DemoNationTest, WritesANation) {
  const fs::path path = fs::temp_directory_path() / ("chiron_demo_nation_" + std::to_string(::getpid()));
  const auto start = std::chrono::steady_clock::now();
  const auto summary = write_demo({1, Date::parse("2026-11-22").value(), DemoScale::national}, path);
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  ASSERT_TRUE(summary) << summary.error().debug_text();
  RecordProperty("seconds", std::to_string(seconds));
  std::map<std::string, std::int64_t> rows;
  for (const DemoFile& file : summary->files) {
    rows[file.path] = file.rows;
    EXPECT_EQ(static_cast<std::int64_t>(fs::file_size(path / file.path)), file.bytes);
  }
  EXPECT_EQ(rows["learners.csv"], 250'000);
  EXPECT_EQ(rows["educators.csv"], 60'000);
  EXPECT_EQ(rows["people.csv"], 310'000);
  EXPECT_EQ(rows["duties.csv"], 1'000'000);
  std::ifstream duties(path / "duties.csv");
  std::int64_t lines = 0;
  for (std::string line; std::getline(duties, line); ++lines) {
    if (lines % 50'000 == 1) {
      EXPECT_EQ(std::ranges::count(line, ','), 5) << line;
    }
  }
  EXPECT_EQ(lines, 1'000'001);
  fs::remove_all(path);
}

}  // namespace
}  // namespace chiron::app_demo
