// Builds the document of conflicts ahead. Words are keys of text/<language>/conflicts.json and conflict.json.
#include "features/conflicts/ahead_report.h"

#include <algorithm>

#include "features/conflicts/finding_words.h"

namespace chiron::conflicts {
namespace {

using report::Badge;
using report::Callout;
using report::ColumnKind;
using report::Document;
using report::Heading;
using report::Integer;
using report::Priority;
using report::Sentence;
using report::Table;
using report::Tone;

/// More than these are in the table only.
constexpr std::size_t conflicts_shown_large = 3;
constexpr std::int32_t week = 7;

bool is_brought(const AheadReport& report, std::size_t at) { return at < report.brought.size() && report.brought[at]; }

/// The unit, cohort or site through which the two meet, when the duty points at one.
std::string_view group_of(const AheadReport& report, const conflict::Finding& finding) {
  for (const auto at : finding.evidence) {
    const auto& fact = report.facts.facts.facts[at];
    if (fact.kind != conflict::DutyKind::member_of && fact.target_kind == conflict::TargetKind::group)
      return report.facts.groups[fact.target].id;
  }
  return {};
}

/// What the educator can be recused from, checked; or the rule's own way out.
Sentence way_out(const AheadReport& report, const ConflictAhead& ahead) {
  if (!ahead.recusal_resolves) return rule_words(ahead.finding.rule, "remedy");
  return Sentence("ahead.recuse")
      .with("educator", people::display_name(report.roster.people[ahead.pair.educator]))
      .with("learner", people::display_name(report.roster.people[ahead.pair.learner]))
      .with("days", ahead.finding.days);
}

void add_new(const AheadReport& report, Document& document) {
  document.add(Heading{Sentence("ahead.new.heading"), 2, "new"});
  std::size_t shown = 0;
  for (std::size_t i = 0; i < report.ahead.size() && shown < conflicts_shown_large; ++i) {
    if (!is_brought(report, i)) continue;
    ++shown;
    const ConflictAhead& ahead = report.ahead[i];
    Callout callout{Tone::attention,
                    Sentence("ahead.new.title")
                        .with("learner", people::display_name(report.roster.people[ahead.pair.learner]))
                        .with("educator", people::display_name(report.roster.people[ahead.pair.educator]))
                        .with("role", text::Word{"role." + std::string(conflict::name_of(ahead.pair.role))})
                        .with("day", ahead.finding.days.from)
                        .with("days", ahead.finding.days.from - report.today),
                    {rule_words(ahead.finding.rule, "why")},
                    way_out(report, ahead)};
    if (const auto group = group_of(report, ahead.finding); !group.empty())
      callout.body.push_back(Sentence("ahead.new.group").with("group", std::string(group)));
    callout.body.push_back(Sentence("ahead.new.until"));
    document.add(std::move(callout));
  }
  if (shown == 0)
    document.add(report::Paragraph{Sentence("ahead.new.none").with("file", std::string(report.changed_file))});
}

void add_weeks(const AheadReport& report, Document& document) {
  report::Bars bars{.id = "weeks", .caption = Sentence("ahead.weeks.caption")};
  for (Date first = report.today + 1; first - report.today <= ahead_days; first = first + week) {
    const auto begins = [&](const ConflictAhead& ahead) {
      return DateRange{first, first + week}.contains(ahead.finding.days.from);
    };
    bars.bars.push_back({.label = Sentence("ahead.weeks.from").with("day", first),
                         .value = static_cast<double>(std::ranges::count_if(report.ahead, begins)),
                         .base = report.running_pairs});
  }
  document.add(std::move(bars));
}

void add_table(const AheadReport& report, Document& document) {
  Table table{.id = "ahead-pairs", .caption = Sentence("ahead.pairs.caption"), .empty = Sentence("ahead.pairs.empty")};
  table.columns = {{"learner", Sentence("column.learner"), ColumnKind::words, Priority::title},
                   {"educator", Sentence("column.educator"), ColumnKind::words, Priority::fact},
                   {"begins", Sentence("column.begins"), ColumnKind::date, Priority::fact},
                   {"days_until", Sentence("column.days_until"), ColumnKind::number, Priority::detail},
                   {"rule", Sentence("column.rule"), ColumnKind::words, Priority::detail},
                   {"known", Sentence("column.known"), ColumnKind::state, Priority::detail},
                   {"way_out", Sentence("column.remedy"), ColumnKind::words, Priority::detail}};
  for (std::size_t i = 0; i < report.ahead.size(); ++i) {
    const ConflictAhead& ahead = report.ahead[i];
    table.rows.push_back({{name_of(report.roster.people[ahead.pair.learner]),
                           name_of(report.roster.people[ahead.pair.educator]), ahead.finding.days.from,
                           Integer{ahead.finding.days.from - report.today}, rule_words(ahead.finding.rule, "title"),
                           is_brought(report, i) ? Badge{Tone::attention, Sentence("ahead.badge.new")}
                                                 : Badge{Tone::neutral, Sentence("ahead.badge.known")},
                           way_out(report, ahead)}});
  }
  document.add(std::move(table));
}

Sentence standing_of(const AheadReport& report) {
  if (report.changed_file.empty())
    return Sentence("ahead.standing").with("count", report.ahead.size()).with("weeks", ahead_days / week);
  for (std::size_t i = 0; i < report.ahead.size(); ++i)
    if (is_brought(report, i))
      return Sentence("ahead.standing.brought")
          .with("count", report.brought_count())
          .with("day", report.ahead[i].finding.days.from)
          .with("days", report.ahead[i].finding.days.from - report.today);
  return Sentence("ahead.standing.nothing_new").with("count", report.ahead.size()).with("weeks", ahead_days / week);
}

}  // namespace

std::int64_t AheadReport::brought_count() const { return std::ranges::count(brought, true); }

std::vector<bool> brought_by_change(std::span<const ConflictAhead> after, const duties::Roster& roster_after,
                                    std::span<const ConflictAhead> before, const duties::Roster& roster_before) {
  std::vector<bool> brought;
  for (const ConflictAhead& one : after) {
    const auto same = [&](const ConflictAhead& old) {
      return old.finding.rule == one.finding.rule && old.finding.days.overlaps(one.finding.days) &&
             roster_before.people[old.pair.learner].id == roster_after.people[one.pair.learner].id &&
             roster_before.people[old.pair.educator].id == roster_after.people[one.pair.educator].id;
    };
    brought.push_back(std::ranges::none_of(before, same));
  }
  return brought;
}

Document ahead_document(const AheadReport& report) {
  Document document;
  document.title = Sentence("ahead.title");
  document.standing = standing_of(report);
  document.facts = {{Sentence("fact.looked_ahead"), DateRange{report.today, report.today + ahead_days + 1}},
                    {Sentence("fact.running_pairs"), Integer{report.running_pairs}},
                    {Sentence("fact.prepared_on"), report.today},
                    {Sentence("fact.who_sees"), Sentence("who.names")}};
  if (!report.changed_file.empty()) {
    document.facts.push_back({Sentence("fact.changed_file"), text::verbatim(std::string(report.changed_file))});
    add_new(report, document);
  }
  document.add(Heading{Sentence("ahead.ways.heading"), 2, "ways-out"});
  document.add(report::List{report::ListKind::ordered,
                            {Sentence("ahead.ways.recuse"), Sentence("ahead.ways.reassign"),
                             Sentence("ahead.ways.rematch")}});
  document.add(Heading{Sentence("ahead.weeks.heading"), 2, "week-by-week"});
  add_weeks(report, document);
  add_table(report, document);
  return document;
}

}  // namespace chiron::conflicts
