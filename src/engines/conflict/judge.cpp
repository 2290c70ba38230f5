// From ties to findings and verdicts: windows, recusals, waivers, unknown days.
#include "engines/conflict/judge.h"

#include <algorithm>
#include <tuple>

#include "engines/conflict/assess.h"

namespace chiron::conflict {
namespace {

constexpr std::array<std::string_view, 4> answer_names{"allow", "disclose", "unknown", "block"};

constexpr std::array windows{Window::now, Window::ahead, Window::back};

/// The days of one tie, once recusals are taken away, in desk.tied; recused days in desk.recused.
void days_of_tie(const Index::Data& data, const Watch& watch, Person learner, std::span<const Tied> ties, Desk& desk) {
  desk.tied.clear();
  for (const Tied& tied : ties) desk.tied.push_back(tied.days());
  normalize(desk.tied);
  desk.recused.clear();
  const Watch::Tie& tie = watch.ties[ties.front().tie];
  const Person educator = ties.front().educator;
  if (tie.recusable && !data.recusals_of(educator).empty()) {
    recused_days(data, learner, educator, tie.recusal_kind, desk.recused);
    subtract(desk.tied, desk.recused, desk.scratch);
  }
}

/// The days of the term on which a window of the tie applies, in desk.window.
void days_of_window(const Watch& watch, Window window, Desk& desk) {
  desk.window.clear();
  for (const DateRange& range : desk.tied) {
    switch (window) {
      case Window::now: desk.window.push_back(range); break;
      case Window::ahead: desk.window.push_back({range.from - watch.policy.look_ahead_days(), range.from}); break;
      case Window::back: desk.window.push_back({range.to, range.to + watch.policy.look_back_days()}); break;
    }
  }
  if (window != Window::now) {
    normalize(desk.window);
    subtract(desk.window, desk.tied, desk.scratch);
    subtract(desk.window, desk.recused, desk.scratch);
  }
  clip(desk.window, watch.term);
}

/// The days the waivers of this rule cover, in desk.waived.
void waived_days(const Index::Data& data, Person learner, Person educator, RuleIndex rule, Desk& desk) {
  desk.waived.clear();
  for (const Waiver& waiver : data.waivers_of(learner))
    if (waiver.educator == educator && waiver.rule == rule) desk.waived.push_back(waiver.days);
  normalize(desk.waived);
}

/// The days looked at from a run of days: itself, what lies ahead of it, or behind it.
DateRange days_looked_at(const Watch& watch, Window window, DateRange run) {
  switch (window) {
    case Window::ahead: return {run.from + 1, run.to + watch.policy.look_ahead_days()};
    case Window::back: return {run.from - watch.policy.look_back_days(), run.to - 1};
    case Window::now: break;
  }
  return run;
}

/// The facts behind a run: of every tie that holds, unrecused, on a day looked at.
void collect_evidence(const Index::Data& data, const Watch& watch, Window window, std::span<const Tied> ties,
                      DateRange run, Desk& desk, std::vector<FactIndex>& evidence) {
  const DateRange looked_at = days_looked_at(watch, window, run);
  bool chain = false;
  for (const Tied& tied : ties) {
    const DateRange common = tied.days().intersect(looked_at);
    if (common.empty() || (!desk.recused.empty() && !touches(desk.tied, common))) continue;
    if (tied.fact_count == 0) {
      chain = true;
    } else {
      evidence.insert(evidence.end(), tied.facts.begin(), tied.facts.begin() + tied.fact_count);
    }
  }
  if (chain) {
    desk.reached.assign(1, looked_at);
    chain_steps(data, desk.search, ties.front().educator, desk.reached, evidence);
  }
  std::sort(evidence.begin(), evidence.end());
  evidence.erase(std::unique(evidence.begin(), evidence.end()), evidence.end());
}

/// Calls visit(the ties of one kind) for each kind of tie in a sorted list.
template <class Visit>
void for_each_tie(std::span<const Tied> ties, Visit visit) {
  for (std::size_t first = 0; first < ties.size();) {
    std::size_t last = first + 1;
    while (last < ties.size() && ties[last].tie == ties[first].tie) ++last;
    visit(ties.subspan(first, last - first));
    first = last;
  }
}

/// Whether the learner's facts of one class are known on every day of the term, or where not.
void covered_days(const Index::Data& data, Person learner, CoverageClass what, DateRange term, Ranges& covered) {
  covered.clear();
  for (const Link& membership : data.of_person[learner].groups) {
    const DateRange within = membership.days().intersect(term);
    if (within.empty()) continue;
    for (const Coverage& coverage : data.coverage_of(membership.other)) {
      if (coverage.what != what) continue;
      const DateRange days = within.intersect(coverage.days);
      if (days == term) {
        covered.assign(1, term);
        return;
      }
      if (!days.empty()) covered.push_back(days);
    }
  }
  normalize(covered);
}

/// The unknown days in `unknown`; `known` and `scratch` are room to work in.
void find_unknown(const Index::Data& data, const Policy& policy, Person learner, DateRange term, Ranges& unknown,
                  Ranges& known, Ranges& scratch) {
  unknown.clear();
  if (term.empty()) return;
  unknown.push_back(term);
  if (learner >= data.people) return;
  // Without a group a day is unknown whatever the policy needs; with one, each needed class must be covered.
  Ranges all;
  known.clear();
  for (const Link& membership : data.of_person[learner].groups) {
    const DateRange days = membership.days().intersect(term);
    if (!days.empty()) known.push_back(days);
  }
  normalize(known);
  for (CoverageClass what : all_coverage_classes) {
    if (!policy.needed_coverage().test(static_cast<std::size_t>(what)) || known.empty()) continue;
    covered_days(data, learner, what, term, all);
    keep_common(known, all, scratch);
  }
  subtract(unknown, known, scratch);
}

/// Whether every day is known, by the cheap way that suffices for most learners.
bool plainly_known(const Index::Data& data, const Policy& policy, Person learner, DateRange term) {
  if (learner >= data.people) return false;
  const auto wanted = policy.needed_coverage().to_ulong();
  unsigned long found = 0;
  bool member = false;
  for (const Link& membership : data.of_person[learner].groups) {
    if (membership.from > term.from || membership.to < term.to) continue;
    member = true;
    for (const Coverage& coverage : data.coverage_of(membership.other))
      if (coverage.days.from <= term.from && coverage.days.to >= term.to)
        found |= 1ul << static_cast<unsigned>(coverage.what);
    if ((found & wanted) == wanted) return true;
  }
  return member && (found & wanted) == wanted;
}

/// One desk per thread: judging pair after pair then allocates nothing.
Desk& desk_of_thread() {
  thread_local Desk desk;
  return desk;
}

}  // namespace

std::string_view name_of(Answer answer) { return answer_names[static_cast<std::size_t>(answer)]; }

void sort_ties(std::vector<Tied>& ties) {
  std::sort(ties.begin(), ties.end(), [](const Tied& a, const Tied& b) {
    return std::tie(a.educator, a.tie, a.from, a.to) < std::tie(b.educator, b.tie, b.from, b.to);
  });
}

void assess(const Index::Data& data, const Watch& watch, Person learner, std::span<const Tied> all, Desk& desk) {
  desk.findings.clear();
  for_each_tie(all, [&](std::span<const Tied> ties) {
    const Watch::Tie& tie = watch.ties[ties.front().tie];
    const Person educator = ties.front().educator;
    days_of_tie(data, watch, learner, ties, desk);
    if (desk.tied.empty()) return;
    for (Window window : windows) {
      const auto at = static_cast<std::size_t>(window);
      if (tie.level[at] == Level::allow) continue;
      days_of_window(watch, window, desk);
      if (desk.window.empty()) continue;
      const RuleIndex rule = watch.table.rows[ties.front().tie].rule[at];
      const auto list = [&](const Ranges& runs, Standing standing) {
        for (const DateRange& run : runs) {
          Finding& finding = desk.findings.next();
          finding.rule = rule;
          finding.level = tie.level[at];
          finding.standing = standing;
          finding.days = run;
          collect_evidence(data, watch, window, ties, run, desk, finding.evidence);
        }
      };
      desk.waived.clear();
      if (tie.waivable[at] && !data.waivers_of(learner).empty()) waived_days(data, learner, educator, rule, desk);
      if (desk.waived.empty()) {
        list(desk.window, Standing::applies);
        continue;
      }
      desk.standing = desk.window;
      keep_common(desk.standing, desk.waived, desk.scratch);
      list(desk.standing, Standing::waived);
      subtract(desk.window, desk.waived, desk.scratch);
      list(desk.window, Standing::applies);
    }
  });
  std::span<Finding> findings = desk.findings.items();
  if (findings.size() > 1) {
    std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
      return std::tie(a.days.from, a.rule) < std::tie(b.days.from, b.rule);
    });
  }
}

Level most_severe(const Index::Data& data, const Watch& watch, Person learner, std::span<const Tied> all, Desk& desk) {
  Level worst = Level::allow;
  // A present, blocking, unwaivable tie of an educator without recusals needs no arithmetic.
  for (const Tied& tied : all) {
    const Watch::Tie& tie = watch.ties[tied.tie];
    const auto now = static_cast<std::size_t>(Window::now);
    if (tie.level[now] != Level::block || tie.waivable[now]) continue;
    if (tied.days().overlaps(watch.term) && (!tie.recusable || data.recusals_of(tied.educator).empty()))
      return Level::block;
  }
  for_each_tie(all, [&](std::span<const Tied> ties) {
    const Watch::Tie& tie = watch.ties[ties.front().tie];
    if (std::max({tie.level[0], tie.level[1], tie.level[2]}) <= worst) return;
    days_of_tie(data, watch, learner, ties, desk);
    if (desk.tied.empty()) return;
    for (Window window : windows) {
      const auto at = static_cast<std::size_t>(window);
      if (tie.level[at] <= worst) continue;
      days_of_window(watch, window, desk);
      if (tie.waivable[at] && !data.waivers_of(learner).empty()) {
        waived_days(data, learner, ties.front().educator, watch.table.rows[ties.front().tie].rule[at], desk);
        subtract(desk.window, desk.waived, desk.scratch);
      }
      if (!desk.window.empty()) worst = tie.level[at];
    }
  });
  return worst;
}

Verdict judge(const Index& index, const Policy& policy, Person learner, Person educator, DateRange term) {
  const Index::Data& data = index.data();
  Desk& desk = desk_of_thread();
  const Watch& watch = desk.watching(policy, term);
  Verdict verdict;
  find_ties(data, watch, learner, educator, desk.search);
  if (!desk.search.found.empty()) {
    sort_ties(desk.search.found);
    assess(data, watch, learner, desk.search.found, desk);
    const std::span<const Finding> findings = desk.findings.items();
    verdict.findings.assign(findings.begin(), findings.end());
  }
  if (!plainly_known(data, policy, learner, term))
    find_unknown(data, policy, learner, term, verdict.unknown_days, desk.window, desk.scratch);

  for (const Finding& finding : verdict.findings) {
    if (finding.standing == Standing::waived) continue;
    verdict.answer = std::max(verdict.answer, finding.level == Level::block ? Answer::block : Answer::disclose);
  }
  if (!verdict.unknown_days.empty()) verdict.answer = std::max(verdict.answer, Answer::unknown);
  return verdict;
}

namespace {
/// What findings and missing facts come to.
Answer combined(Level level, bool known) {
  if (level == Level::block) return Answer::block;
  if (!known) return Answer::unknown;
  return level == Level::disclose ? Answer::disclose : Answer::allow;
}

bool known_throughout(const Index::Data& data, const Policy& policy, Person learner, DateRange term, Desk& desk) {
  if (plainly_known(data, policy, learner, term)) return true;
  find_unknown(data, policy, learner, term, desk.standing, desk.window, desk.scratch);
  return desk.standing.empty();
}
}  // namespace

Answer answer(const Index& index, const Policy& policy, Person learner, Person educator, DateRange term) {
  const Index::Data& data = index.data();
  Desk& desk = desk_of_thread();
  const Watch& watch = desk.watching(policy, term);
  Level level = Level::allow;
  find_ties(data, watch, learner, educator, desk.search);
  if (!desk.search.found.empty()) {
    sort_ties(desk.search.found);
    level = most_severe(data, watch, learner, desk.search.found, desk);
  }
  if (level == Level::block) return Answer::block;
  return combined(level, known_throughout(data, policy, learner, term, desk));
}

void answers(const Index& index, const Policy& policy, Person learner, std::span<const Person> educators,
             DateRange term, std::span<Answer> out) {
  const Index::Data& data = index.data();
  Desk& desk = desk_of_thread();
  const Watch& watch = desk.watching(policy, term);
  const bool known = known_throughout(data, policy, learner, term, desk);
  find_all_ties(data, watch, learner, {}, desk.search);
  sort_ties(desk.search.found);
  const std::span<const Tied> found = desk.search.found;
  for (std::size_t at = 0; at < out.size(); ++at) {
    const auto first = std::partition_point(found.begin(), found.end(),
                                            [&](const Tied& tied) { return tied.educator < educators[at]; });
    auto last = first;
    while (last != found.end() && last->educator == educators[at]) ++last;
    const Level level = first == last ? Level::allow : most_severe(data, watch, learner, {first, last}, desk);
    out[at] = combined(level, known);
  }
}

std::vector<DateRange> unknown_days(const Index& index, const Policy& policy, Person learner, DateRange term) {
  Ranges unknown, known, scratch;
  find_unknown(index.data(), policy, learner, term, unknown, known, scratch);
  return unknown;
}

}  // namespace chiron::conflict
