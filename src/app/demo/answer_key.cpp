// What an audit and a match of the demo must find, worked out day by day from the model, and written as JSON.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "app/demo/files.h"

namespace chiron::app_demo {
namespace {

/// The standard look-ahead and look-back of the mentor charter, in days.
constexpr int look_days = 365;

/// Ties that also count shortly before they begin and after they end.
bool has_windows(std::string_view tie) {
  constexpr auto windowed =
      std::to_array<std::string_view>({"supervises", "supervises_clinically", "evaluates", "assesses",
                                       "delegated_assessment", "appraises", "manages", "panel"});
  return std::ranges::find(windowed, tie) != windowed.end();
}

/// Adds maximal runs of days in `within` for which `holds` is true.
template <class Holds>
void add_runs(DateRange within, const std::string& rule, const std::string& via, Holds holds,
              std::vector<ExpectedFinding>& into) {
  for (Date day = within.from; day < within.to;) {
    const Date from = day;
    while (day < within.to && holds(day)) day = day + 1;
    if (from < day) into.push_back({rule, {from, day}, via});
    else day = day + 1;
  }
}

std::vector<ExpectedFinding> findings_of(const std::vector<DemoTie>& ties, DateRange within) {
  std::map<std::string, std::vector<DemoTie>> by_tie;
  for (const DemoTie& tie : ties) by_tie[tie.tie].push_back(tie);
  std::vector<ExpectedFinding> findings;
  for (const auto& entry : by_tie) {
    const std::string& tie = entry.first;
    const std::vector<DemoTie>& held = entry.second;
    std::set<std::string> vias;
    for (const DemoTie& one : held) vias.insert(one.via);
    const std::string via = fmt::format("{}", fmt::join(vias, ", "));
    const auto now = [&](Date day) {
      return std::ranges::any_of(held, [&](const DemoTie& one) { return one.days.contains(day); });
    };
    // Some day e of [from, to) has the tie: half-open ranges overlap.
    const auto some_day = [&](Date from, Date to) {
      return std::ranges::any_of(held, [&](const DemoTie& one) { return one.days.overlaps({from, to}); });
    };
    if (!has_windows(tie)) {
      add_runs(within, tie, via, now, findings);
      continue;
    }
    add_runs(within, tie + "_now", via, now, findings);
    add_runs(
        within, tie + "_ahead", via, [&](Date d) { return !now(d) && some_day(d + 1, d + look_days + 1); }, findings);
    add_runs(within, tie + "_back", via, [&](Date d) { return !now(d) && some_day(d - look_days, d); }, findings);
  }
  std::ranges::sort(findings, {}, [](const ExpectedFinding& f) { return std::pair(f.days.from, f.rule); });
  return findings;
}

bool is_now(std::string_view rule) { return !rule.ends_with("_ahead") && !rule.ends_with("_back"); }

/// JSON text: quotes, backslashes and control characters escaped; UTF-8 kept.
std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<int>(c));
    else out += c;
  }
  return out + '"';
}

class Key {
 public:
  Key(const DemoInstitution& institution, const DemoOptions& options, DemoSummary& summary)
      : it_(institution), options_(options), summary_(summary) {}

  std::string text() {
    const std::vector<ExpectedPair> now = expected_audit(it_, it_.schedule);
    const std::vector<ExpectedPair> later = expected_audit(it_, it_.changed_schedule);
    count(now);
    out_ += "{\n";
    line(1, "\"about\": {},",
         json_text("Invented data. What an audit and a match of these files must find; docs/demo.md tells the story."));
    line(1, "\"institution\": {},", json_text(it_.name));
    line(1, "\"seed\": {}, \"today\": {}, \"year\": {},", options_.seed, json_text(it_.calendar.today.iso()),
         range(it_.calendar.year));
    line(1, "\"dates\": \"half-open: the day after the last one is given as to\",");
    line(1,
         "\"audit\": {{\"term\": {}, \"pairs\": {}, \"pairs_blocked\": {}, \"pairs_disclosed\": {}, \"pairs_unknown\": "
         "{}, "
         "\"learners_paired\": {}, \"learners_assessed_by_mentor\": {}}},",
         range(it_.calendar.year), summary_.pairs, summary_.pairs_blocked, summary_.pairs_disclosed,
         summary_.pairs_unknown, summary_.learners_paired, summary_.learners_assessed_by_mentor);
    planted(now);
    line(1, "\"pairs\": [");
    for (std::size_t i = 0; i < it_.pairs.size(); ++i) {
      line(2, "{{{}, \"answer\": {}, \"findings\": [{}]}}{}", pair(i), json_text(now[i].answer), findings(now[i]),
           i + 1 < it_.pairs.size() ? "," : "");
    }
    line(1, "],");
    matching();
    changed(now, later);
    story();
    names();
    out_ += "}\n";
    return std::move(out_);
  }

 private:
  template <class... Args>
  void line(int indent, fmt::format_string<Args...> format, Args&&... args) {
    out_.append(static_cast<std::size_t>(indent) * 2, ' ');
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }
  const DemoPerson& person(PersonIndex index) const { return it_.people[static_cast<std::size_t>(index)]; }
  static std::string range(DateRange days) {
    return fmt::format("{{\"from\": {}, \"to\": {}}}", json_text(days.from.iso()), json_text(days.to.iso()));
  }
  std::string named(PersonIndex index) const {
    return fmt::format("{{\"id\": {}, \"name\": {}}}", json_text(person(index).id),
                       json_text(person(index).full_name()));
  }
  std::string pair(std::size_t index) const {
    const DemoPair& p = it_.pairs[index];
    return fmt::format("\"learner\": {}, \"educator\": {}, \"role\": {}, \"from\": {}, \"to\": {}",
                       json_text(person(p.learner).id), json_text(person(p.educator).id), json_text(p.role),
                       json_text(p.days.from.iso()), json_text(p.days.to.iso()));
  }
  static std::string findings(const ExpectedPair& expected) {
    std::string text;
    for (const ExpectedFinding& finding : expected.findings)
      text += fmt::format("{}{{\"rule\": {}, \"from\": {}, \"to\": {}, \"via\": {}}}", text.empty() ? "" : ", ",
                          json_text(finding.rule), json_text(finding.days.from.iso()), json_text(finding.days.to.iso()),
                          json_text(finding.via));
    return text;
  }
  template <class List, class Text>
  static std::string joined(const List& list, Text text_of) {
    std::string text;
    for (const auto& one : list) text += (text.empty() ? "" : ", ") + text_of(one);
    return text;
  }

  void count(const std::vector<ExpectedPair>& expected) {
    std::set<PersonIndex> learners, mixed;
    for (std::size_t i = 0; i < it_.pairs.size(); ++i) {
      learners.insert(it_.pairs[i].learner);
      if (expected[i].mixed_roles) mixed.insert(it_.pairs[i].learner);
      summary_.pairs_blocked += expected[i].answer == "block";
      summary_.pairs_disclosed += expected[i].answer == "disclose";
      summary_.pairs_unknown += expected[i].answer == "unknown";
    }
    summary_.pairs = static_cast<int>(it_.pairs.size());
    summary_.learners_paired = static_cast<int>(learners.size());
    summary_.learners_assessed_by_mentor = static_cast<int>(mixed.size());
    summary_.interns = static_cast<int>(it_.interns.size());
    for (const DemoShortage& shortage : it_.shortages)
      summary_.interns_unmatched += std::max(0, shortage.interns - shortage.places);
    const DemoShortage& small = it_.shortages.front();
    summary_.freed_by_one_mentor = std::min(4, std::max(0, small.interns - small.places));
  }

  void planted(const std::vector<ExpectedPair>& expected) {
    line(1, "\"planted\": [");
    for (std::size_t i = 0; i < it_.cases.size(); ++i) {
      const DemoCase& one = it_.cases[i];
      const DemoPair& p = it_.pairs[one.pair];
      line(2, "{{\"case\": {}, \"situation\": {},", json_text(one.name), json_text(one.situation));
      line(2, " \"learner\": {}, \"educator\": {}, \"role\": {},", named(p.learner), named(p.educator),
           json_text(p.role));
      line(2, " \"tie\": {}, \"answer\": {}, \"findings\": [{}],", json_text(one.tie), json_text(one.answer),
           findings(expected[one.pair]));
      line(2, " \"files\": [{}]}}{}", joined(one.files, json_text), i + 1 < it_.cases.size() ? "," : "");
    }
    line(1, "],");
  }

  void matching() {
    line(1,
         "\"matching\": {{\"term\": {}, \"preset\": \"balanced\", \"same_site_required\": true, \"interns\": {}, "
         "\"unmatched\": {}, \"freed_by_one_mentor_with_four_places_at_the_small_site\": {},",
         range(it_.calendar.match_term), summary_.interns, summary_.interns_unmatched, summary_.freed_by_one_mentor);
    line(2, "\"interns_to_match\": [{}],", joined(it_.interns, [&](PersonIndex p) { return json_text(person(p).id); }));
    line(2, "\"shortages\": [");
    for (std::size_t i = 0; i < it_.shortages.size(); ++i) {
      const DemoShortage& s = it_.shortages[i];
      line(3, "{{\"site\": {}, \"interns\": {}, \"places\": {}, \"unmatched\": {}, \"educators_with_places\": [{}]}}{}",
           json_text(s.site), s.interns, s.places, std::max(0, s.interns - s.places),
           joined(s.with_places, [&](PersonIndex p) { return named(p); }), i + 1 < it_.shortages.size() ? "," : "");
    }
    line(2, "]}},");
  }

  void changed(const std::vector<ExpectedPair>& now, const std::vector<ExpectedPair>& later) {
    const DemoPair& p = it_.pairs[it_.changed_pair];
    line(1, "\"changed_schedule\": {{\"file\": \"block_schedule_changed.csv\",");
    line(2, "\"learner\": {}, \"educator\": {}, \"role\": {}, \"block\": 6, \"unit\": {},", named(p.learner),
         named(p.educator), json_text(p.role), json_text(it_.changed_unit));
    line(2, "\"conflict_from\": {}, \"days_from_today\": {}, \"answer_before\": {}, \"answer_after\": {},",
         json_text(it_.calendar.changed_conflict_from.iso()), it_.calendar.changed_conflict_from - it_.calendar.today,
         json_text(now[it_.changed_pair].answer), json_text(later[it_.changed_pair].answer));
    std::string others;
    for (std::size_t i = 0; i < now.size(); ++i)
      if (i != it_.changed_pair && findings(now[i]) != findings(later[i]))
        others += (others.empty() ? "" : ", ") + std::to_string(i);
    line(2, "\"findings_after\": [{}], \"other_pairs_changed\": [{}],", findings(later[it_.changed_pair]), others);
    line(2, "\"resolved_by\": \"the mentor's recusal from this resident's case on the panel of the unit\"}},");
  }

  void story() {
    line(1, "\"mentor_who_resigned\": {{\"educator\": {}, \"left_on\": {}, \"learners\": [{}]}},", named(it_.resigned),
         json_text(person(it_.resigned).present.to.iso()),
         joined(it_.orphaned_pairs, [&](std::size_t i) { return named(it_.pairs[i].learner); }));
    line(1, "\"department_without_evaluator_data\": {},", json_text(it_.unknown_unit));
  }

  void names() {
    line(1, "\"names_that_need_a_choice\": [");
    for (std::size_t i = 0; i < it_.choices.size(); ++i) {
      const DemoNameChoice& choice = it_.choices[i];
      line(2, "{{\"written\": {}, \"means\": {}, \"candidates\": [{}]}}{}", json_text(choice.written),
           named(choice.meant), joined(choice.candidates, [&](PersonIndex p) { return named(p); }),
           i + 1 < it_.choices.size() ? "," : "");
    }
    line(1, "]");
  }

  const DemoInstitution& it_;
  const DemoOptions& options_;
  DemoSummary& summary_;
  std::string out_;
};

}  // namespace

std::vector<ExpectedPair> expected_audit(const DemoInstitution& institution,
                                         const std::vector<DemoScheduleRow>& schedule) {
  const Ties ties(institution, schedule);
  std::map<std::string, const DemoCase*> cases;
  for (const DemoCase& one : institution.cases) cases[one.name] = &one;
  std::vector<ExpectedPair> all;
  for (const DemoPair& pair : institution.pairs) {
    ExpectedPair expected;
    expected.findings =
        findings_of(ties.between(pair.educator, pair.learner), pair.days.intersect(institution.calendar.year));
    const bool unknown = institution.people[static_cast<std::size_t>(pair.learner)].unit == institution.unknown_unit;
    // A planted case says how strict its tie is; the only other ties are those the changed schedule brings.
    if (!pair.planted.empty()) expected.answer = cases.at(pair.planted)->answer;
    else expected.answer = expected.findings.empty() ? "allow" : "block";
    if (unknown && expected.answer != "block") expected.answer = "unknown";
    expected.mixed_roles = expected.answer == "block" &&
                           std::ranges::any_of(expected.findings, [](const auto& f) { return is_now(f.rule); });
    all.push_back(std::move(expected));
  }
  return all;
}

std::string answer_key(const DemoInstitution& institution, const DemoOptions& options, DemoSummary& summary) {
  return Key(institution, options, summary).text();
}

}  // namespace chiron::app_demo
