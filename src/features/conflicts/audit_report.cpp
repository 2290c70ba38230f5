// Builds the audit's documents. Words are keys of text/<language>/conflicts.json and conflict.json.
#include "features/conflicts/audit_report.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "features/people/display_name.h"

namespace chiron::conflicts {
namespace {

using report::Badge;
using report::Callout;
using report::ColumnKind;
using report::Document;
using report::Figures;
using report::Heading;
using report::Integer;
using report::Paragraph;
using report::Priority;
using report::Sentence;
using report::Share;
using report::Table;
using report::Tone;
using text::verbatim;

Sentence rule_title(conflict::RuleIndex rule) {
  return Sentence("rule." + std::string(conflict::rules()[rule].id) + ".title");
}

Sentence name_of(const people::Person& person) { return verbatim(people::display_name(person)); }

Badge level_badge(conflict::Level level) {
  return level == conflict::Level::block ? Badge{Tone::danger, Sentence("level.block")}
                                         : Badge{Tone::attention, Sentence("level.disclose")};
}

std::vector<report::Fact> facts_of(const PairAudit& audit, Date prepared_on) {
  return {{Sentence("fact.term"), audit.term},
          {Sentence("fact.pairs"), Integer{static_cast<std::int64_t>(audit.pairs.size())}},
          {Sentence("fact.learners"), Integer{audit.learners}},
          {Sentence("fact.prepared_on"), prepared_on}};
}

Sentence standing_of(const PairAudit& audit) {
  return Sentence("audit.standing")
      .with("mixed", audit.learners_mixed)
      .with("learners", audit.learners)
      .with("unknown", audit.learners_unknown);
}

void add_figures(const PairAudit& audit, Document& document) {
  const auto pairs = static_cast<std::int64_t>(audit.pairs.size());
  document.add(Figures{{
      {Sentence("audit.figure.mixed"), Share{audit.learners_mixed, audit.learners}, Sentence(),
       audit.learners_mixed ? Tone::danger : Tone::good},
      {Sentence("audit.figure.blocked"), Share{audit.blocked, pairs}, Sentence("audit.figure.blocked_note"),
       audit.blocked ? Tone::danger : Tone::good},
      {Sentence("audit.figure.disclosed"), Share{audit.disclosed, pairs}, Sentence(),
       audit.disclosed ? Tone::attention : Tone::good},
      {Sentence("audit.figure.unknown"), Share{audit.unknown, pairs}, Sentence("audit.figure.unknown_note"),
       audit.unknown ? Tone::unknown : Tone::good},
  }});
}

void add_rules(const PairAudit& audit, Document& document) {
  Table table{.id = "rules", .caption = Sentence("audit.rules.caption"), .empty = Sentence("audit.rules.empty")};
  table.columns = {{"rule", Sentence("column.rule"), ColumnKind::words, Priority::title},
                   {"level", Sentence("column.level"), ColumnKind::state, Priority::fact},
                   {"pairs", Sentence("column.pairs"), ColumnKind::number, Priority::fact},
                   {"days", Sentence("column.pair_days"), ColumnKind::number, Priority::detail}};
  for (const RuleCount& count : audit.rules)
    table.rows.push_back(
        {{rule_title(count.rule), level_badge(count.level), Integer{count.pairs}, Integer{count.pair_days}}});
  document.add(std::move(table));
}

/// Groups in which learners of the audit have days without the facts the rules need.
std::vector<std::pair<std::string, std::int64_t>> groups_without_facts(const PairAudit& audit,
                                                                       const duties::RosterFacts& facts) {
  std::set<conflict::Person> unknown;
  for (const auto& pair : audit.pairs)
    if (!pair.verdict.unknown_days.empty()) unknown.insert(pair.pair.learner);
  std::set<conflict::Group> covered;
  for (const auto& coverage : facts.facts.coverage)
    if (coverage.what == conflict::CoverageClass::supervision || coverage.what == conflict::CoverageClass::assessment)
      covered.insert(coverage.group);
  std::map<std::string, std::set<conflict::Person>> learners;
  for (const auto& fact : facts.facts.facts)
    if (fact.kind == conflict::DutyKind::member_of && unknown.contains(fact.holder) && !covered.contains(fact.target) &&
        fact.days.overlaps(audit.term) && facts.groups[fact.target].kind == duties::TargetKind::unit)
      learners[std::string(facts.groups[fact.target].id)].insert(fact.holder);
  std::vector<std::pair<std::string, std::int64_t>> groups;
  for (const auto& [group, members] : learners) groups.emplace_back(group, static_cast<std::int64_t>(members.size()));
  std::sort(groups.begin(), groups.end(),
            [](const auto& a, const auto& b) { return std::pair(-a.second, a.first) < std::pair(-b.second, b.first); });
  return groups;
}

void add_unknown(const PairAudit& audit, const duties::RosterFacts& facts, Document& document) {
  const auto groups = groups_without_facts(audit, facts);
  if (groups.empty()) {
    if (audit.unknown)
      document.add(Callout{Tone::unknown, Sentence("audit.unknown.some"), {}, Sentence("audit.unknown.some.remedy")});
    return;
  }
  std::string names;
  for (std::size_t i = 0; i < groups.size() && i < 5; ++i) names += (i ? ", " : "") + groups[i].first;
  document.add(Callout{
      Tone::unknown,
      Sentence("audit.unknown.groups").with("groups", names).with("more", groups.size() > 5 ? groups.size() - 5 : 0),
      {},
      Sentence("audit.unknown.groups.remedy")});
}

}  // namespace

Document accreditor_document(const PairAudit& audit, const duties::Roster&, const duties::RosterFacts& facts,
                             Date prepared_on) {
  Document document;
  document.title = Sentence("audit.accreditor.title");
  document.standing = standing_of(audit);
  document.facts = facts_of(audit, prepared_on);
  add_figures(audit, document);
  document.add(Heading{Sentence("audit.rules.heading"), 2, "by-rule"});
  add_rules(audit, document);
  add_unknown(audit, facts, document);
  document.add(Heading{Sentence("audit.method.heading"), 2, "method"});
  document.add(Paragraph{Sentence(facts.coverage_is_derived ? "audit.method.derived" : "audit.method.stated")
                             .with("look_ahead", conflict::standard_look_days)});
  return document;
}

Document audit_document(const PairAudit& audit, const duties::Roster& roster, const duties::RosterFacts& facts,
                        Date prepared_on, std::size_t rows_shown) {
  Document document;
  document.title = Sentence("audit.title");
  document.standing = standing_of(audit);
  document.facts = facts_of(audit, prepared_on);
  add_figures(audit, document);
  add_unknown(audit, facts, document);

  document.add(Heading{Sentence("audit.pairs.heading"), 2, "pairs"});
  Table table{.id = "findings", .caption = Sentence("audit.pairs.caption"), .empty = Sentence("audit.pairs.empty")};
  table.columns = {{"learner", Sentence("column.learner"), ColumnKind::words, Priority::title},
                   {"educator", Sentence("column.educator"), ColumnKind::words, Priority::fact},
                   {"rule", Sentence("column.rule"), ColumnKind::words, Priority::fact},
                   {"level", Sentence("column.level"), ColumnKind::state, Priority::detail},
                   {"days", Sentence("column.days"), ColumnKind::date, Priority::detail},
                   {"way_out", Sentence("column.remedy"), ColumnKind::words, Priority::detail}};
  std::vector<const AuditedPair*> order;
  for (const auto& pair : audit.pairs)
    if (!pair.verdict.findings.empty()) order.push_back(&pair);
  std::stable_sort(order.begin(), order.end(), [](auto a, auto b) {
    return std::pair(a->mixed_roles, a->verdict.answer) > std::pair(b->mixed_roles, b->verdict.answer);
  });
  std::int64_t rows = 0;
  for (const AuditedPair* pair : order)
    for (const auto& finding : pair->verdict.findings) {
      ++rows;
      if (table.rows.size() == rows_shown) continue;
      table.rows.push_back({{name_of(roster.people[pair->pair.learner]), name_of(roster.people[pair->pair.educator]),
                             rule_title(finding.rule), level_badge(finding.level), finding.days,
                             Sentence("rule." + std::string(conflict::rules()[finding.rule].id) + ".remedy")}});
    }
  if (rows > static_cast<std::int64_t>(table.rows.size())) table.total_rows = rows;
  document.add(std::move(table));

  document.add(Heading{Sentence("audit.rules.heading"), 2, "by-rule"});
  add_rules(audit, document);
  return document;
}

}  // namespace chiron::conflicts
