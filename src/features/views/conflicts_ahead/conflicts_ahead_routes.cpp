// A reading of cases, findings, waivers and coverage.
#include "features/views/conflicts_ahead/conflicts_ahead_routes.h"

#include <algorithm>
#include <bitset>
#include <set>

#include "base/kept.h"
#include "features/conflicts/coverage_gaps.h"
#include "features/people/change_store.h"
#include "features/people/people_store.h"
#include "features/programs/program_access.h"
#include "features/relationships/case_access.h"
#include "features/relationships/case_actions.h"
#include "features/relationships/case_list.h"
#include "platform/json/json.h"

namespace chiron::views::conflicts_ahead {
namespace {

using institutions::Viewer;
using relationships::CaseId;
using relationships::CaseState;
using relationships::Decider;
using relationships::Way;

/// Cases of a program, or of all that the viewer runs or leads, after the last line of the page before.
struct ListCases {
  std::optional<ProgramId> program_id;
  std::optional<CaseState> state;
  std::optional<Date> after_day;
  std::optional<CaseId> after_id;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListCases, (), (program_id, state, after_day, after_id, limit))

/// One line. `day`: when the pair pauses, or by when it must be decided; of a closed case, when it closed.
struct CaseLineShown {
  CaseId id;
  ProgramId program_id;
  std::string program, role, learner, educator, rule, level;
  Date day, deadline;
  std::optional<Date> starts_on;
  CaseState state = CaseState::open;
  std::optional<Way> way;
  bool learner_told = false, paused = false;
};
BOOST_DESCRIBE_STRUCT(CaseLineShown, (),
                      (id, program_id, program, role, learner, educator, rule, level, day, deadline, starts_on, state,
                       way, learner_told, paused))

/// How many cases that are not closed fall on a day; `pausing` of them pause their pair on it.
struct CaseDayShown {
  Date day;
  std::int64_t cases = 0, pausing = 0;
};
BOOST_DESCRIBE_STRUCT(CaseDayShown, (), (day, cases, pausing))

struct ProgramNamed {
  ProgramId id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ProgramNamed, (), (id, name))

/// `programs`: whose cases the viewer may ask for; `days`: of all pages, told with the first; `more`: there is a page
/// after this one.
struct CasesShown {
  Date today;
  std::vector<ProgramNamed> programs;
  std::vector<CaseDayShown> days;
  std::vector<CaseLineShown> cases;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(CasesShown, (), (today, programs, days, cases, more))

struct GetCase {
  CaseId case_id;
};
BOOST_DESCRIBE_STRUCT(GetCase, (), (case_id))

/// The kind of tie and its days: never the record behind it (domain.md 2.2, rule 5).
struct EvidenceShown {
  std::string rule, level;
  bool waived = false;
  DateRange days;
};
BOOST_DESCRIBE_STRUCT(EvidenceShown, (), (rule, level, waived, days))

/// Whose turn it is with a waiver.
enum class WaiverTurn : std::uint8_t { learner, approver, counts, withdrawn, over };
BOOST_DESCRIBE_ENUM(WaiverTurn, learner, approver, counts, withdrawn, over)
/// Why somebody who looks at a waiver cannot approve it.
enum class NotApprover : std::uint8_t { asked, no_person };
BOOST_DESCRIBE_ENUM(NotApprover, asked, no_person)

struct WaiverShown {
  conflicts::WaiverId id;
  conflicts::WaiverReason reason = conflicts::WaiverReason::other;
  DateRange days;
  WaiverTurn turn = WaiverTurn::learner;
  bool may_consent = false, may_approve = false, may_withdraw = false;
  std::optional<NotApprover> not_approver;
};
BOOST_DESCRIBE_STRUCT(WaiverShown, (), (id, reason, days, turn, may_consent, may_approve, may_withdraw, not_approver))

/// What a party said is not so: for themself, and for whoever runs the program.
struct ContestShown {
  relationships::ContestId id;
  Decider by = Decider::learner;
  bool mine = false;
  std::string statement;
  Instant contested_at;
  std::optional<relationships::ContestAnswer> answer;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ContestShown, (), (id, by, mine, statement, contested_at, answer, reason))

/// A case as its viewer stands to it: `ways` are open to them, `others_ways` to somebody else; `waiver_days` is how
/// long a waiver would count.
struct CasePage {
  CaseId id;
  ProgramId program_id;
  Decider as = Decider::lead;
  std::string program, role, learner, educator, rule, level;
  Date today, opened_on, deadline;
  std::optional<Date> starts_on, closed_on;
  CaseState state = CaseState::open;
  std::optional<Way> way;
  std::int64_t revision = 1;
  std::string relationship_state;
  bool learner_told = false, others_told = false;
  std::vector<EvidenceShown> evidence;
  std::vector<Way> ways, others_ways;
  std::optional<std::string> recused_from;
  std::optional<DateRange> waiver_days;
  std::vector<WaiverShown> waivers;
  std::vector<ContestShown> contests;
  bool may_contest = false, may_answer = false;
};
BOOST_DESCRIBE_STRUCT(CasePage, (),
                      (id, program_id, as, program, role, learner, educator, rule, level, today, opened_on, deadline,
                       starts_on, closed_on, state, way, revision, relationship_state, learner_told, others_told,
                       evidence, ways, others_ways, recused_from, waiver_days, waivers, contests, may_contest,
                       may_answer))

/// Learners of a unit about whom facts of a class are missing today; unit "" for those of no known unit, 0 learners for
/// all there are.
struct CoverageGapShown {
  std::string what, unit;
  std::int64_t learners = 0;
};
BOOST_DESCRIBE_STRUCT(CoverageGapShown, (), (what, unit, learners))
/// `pending`: the gaps of these facts are being looked for, ask again.
struct CoverageGaps {
  std::vector<CoverageGapShown> gaps;
  bool pending = false;
};
BOOST_DESCRIBE_STRUCT(CoverageGaps, (), (gaps, pending))

constexpr int lines_at_most = 100;
constexpr int gaps_at_most = 100;

Result<Date> today_of(db::ReadTransaction& read, InstitutionId institution, Instant now) {
  return TRY(relationships::day_of(read, institution)).value_or(now.utc_date());
}

CaseLineShown shown(const relationships::CaseLine& line) {
  return {line.id,
          line.program,
          line.program_name,
          std::string(conflict::name_of(line.role)),
          line.learner,
          line.educator,
          line.rule,
          std::string(conflict::name_of(line.level)),
          line.day(),
          line.deadline,
          line.starts_on,
          line.state,
          line.way,
          line.learner_told,
          line.relationship == relationships::State::paused};
}

Result<CasesShown> cases_shown(db::ReadTransaction& read, const Viewer& viewer, const ListCases& asked, Instant now) {
  CasesShown out;
  out.today = TRY(today_of(read, viewer.institution_id, now));
  for (const auto& program : TRY(programs::list_for(read, viewer)))
    out.programs.push_back({program.id, program.charter.terms.program.name});
  if (!asked.after_id)
    for (const auto& day : TRY(relationships::case_days(read, viewer, asked.program_id)))
      out.days.push_back({day.day, day.cases, day.pausing});
  const int limit = std::clamp(asked.limit.value_or(lines_at_most), 1, lines_at_most);
  relationships::CasesAsked wanted{asked.program_id, asked.state, {}, limit + 1};
  if (asked.after_day && asked.after_id) wanted.after = relationships::CasePlace{*asked.after_day, *asked.after_id};
  auto lines = TRY(relationships::case_lines(read, viewer, wanted));
  out.more = lines.size() > static_cast<std::size_t>(limit);
  if (out.more) lines.pop_back();
  for (const auto& line : lines) out.cases.push_back(shown(line));
  return out;
}

WaiverShown shown(const conflicts::Waiver& waiver, const Viewer& viewer, Decider as, Date today) {
  WaiverShown out{waiver.id, waiver.request.reason, waiver.request.days, WaiverTurn::learner, false, false, false, {}};
  if (waiver.withdrawn_at) out.turn = WaiverTurn::withdrawn;
  else if (waiver.request.days.to <= today) out.turn = WaiverTurn::over;
  else if (waiver.counts()) out.turn = WaiverTurn::counts;
  else if (waiver.consented_at) out.turn = WaiverTurn::approver;
  const bool of_office = as == Decider::coordinator || as == Decider::lead;
  const bool lives = out.turn != WaiverTurn::withdrawn && out.turn != WaiverTurn::over;
  out.may_consent = out.turn == WaiverTurn::learner && as == Decider::learner;
  out.may_withdraw = lives && (of_office || as == Decider::learner);
  if (out.turn != WaiverTurn::approver || !of_office) return out;
  out.may_approve = conflicts::is_independent(waiver.request, waiver.requested_by, viewer.person);
  if (!out.may_approve) out.not_approver = viewer.person ? NotApprover::asked : NotApprover::no_person;
  return out;
}

Result<std::vector<ContestShown>> contests_shown(db::ReadTransaction& read, const Viewer& viewer,
                                                 const relationships::SeenCase& seen) {
  std::vector<ContestShown> out;
  for (auto& one : TRY(relationships::contests_of(read, viewer.institution_id, seen.about.id))) {
    const bool mine = viewer.person == one.person;
    if (!mine && seen.as != Decider::coordinator) continue;
    ContestShown contest{one.id,
                         one.person == seen.about.learner ? Decider::learner : Decider::educator,
                         mine,
                         std::move(one.statement),
                         one.contested_at,
                         one.answer,
                         {}};
    if (!one.reason.empty()) contest.reason = std::move(one.reason);
    out.push_back(std::move(contest));
  }
  return out;
}

Result<CasePage> case_page(db::ReadTransaction& read, const Viewer& viewer, const relationships::SeenCase& seen,
                           Instant now) {
  const auto& [about, relationship, as] = seen;
  const InstitutionId institution = viewer.institution_id;
  CasePage page;
  page.id = about.id, page.program_id = about.program, page.as = as;
  if (const auto program = TRY(programs::find(read, institution, about.program)))
    page.program = program->charter.terms.program.name;
  page.learner = TRY(people::name_of(read, institution, about.learner)).value_or("");
  page.educator = TRY(people::name_of(read, institution, about.educator)).value_or("");
  page.role = std::string(conflict::name_of(relationship.role));
  page.rule = about.rule, page.level = std::string(conflict::name_of(about.level));
  page.today = TRY(today_of(read, institution, now));
  page.opened_on = about.opened_on, page.deadline = about.deadline;
  page.starts_on = about.starts_on, page.closed_on = about.closed_on;
  page.state = about.state, page.way = about.way, page.revision = about.revision;
  page.relationship_state = std::string(relationships::name_of(relationship.state));
  page.learner_told = about.learner_told_at.has_value(), page.others_told = about.others_told_at.has_value();

  const auto findings = TRY(relationships::findings_of(read, institution, about.relationship));
  for (const auto& finding : findings) {
    const auto* row = finding.row();
    if (finding.learner != about.learner || finding.educator != about.educator || !row || row->tie != about.tie)
      continue;
    page.evidence.push_back({finding.rule, std::string(conflict::name_of(finding.level)),
                             finding.standing == conflict::Standing::waived, finding.days});
  }
  page.waiver_days = relationships::waiver_days(about, findings, page.today);
  for (const auto& waiver :
       TRY(conflicts::waivers_of_pair(read, institution, about.learner, about.educator, relationship.role)))
    if (waiver.request.rule == about.rule) page.waivers.push_back(shown(waiver, viewer, as, page.today));
  const bool asked = std::ranges::any_of(page.waivers, [](const WaiverShown& one) {
    return one.turn != WaiverTurn::withdrawn && one.turn != WaiverTurn::over;
  });
  for (const Way way : relationships::ways_out(about.rule, relationship.role, about.level))
    if (about.may_choose(way) && (way != Way::waiver || (!asked && page.waiver_days)))
      (relationships::may_decide(way, as) ? page.ways : page.others_ways).push_back(way);
  if (const auto what = relationships::recusal_for(about.rule)) page.recused_from = std::string(duties::name_of(*what));

  page.contests = TRY(contests_shown(read, viewer, seen));
  const bool party = as == Decider::learner || as == Decider::educator;
  const bool waits =
      std::ranges::any_of(page.contests, [](const ContestShown& one) { return one.mine && !one.answer; });
  page.may_contest = party && about.state != CaseState::closed && !waits;
  page.may_answer = as == Decider::coordinator;
  return page;
}

/// Of the office: the learner sees that it looked, the educator once they were told that there is a case.
Result<> note_case(const access_log::Noting& log, const Viewer& viewer, const relationships::SeenCase& seen) {
  if (seen.as != Decider::coordinator && seen.as != Decider::lead) return {};
  TRY(log.seen(viewer, {access_log::Record::case_, seen.about.learner}));
  if (!seen.about.others_told_at) return {};
  return log.seen(viewer, {access_log::Record::case_, seen.about.educator});
}

using Needed = std::bitset<conflict::coverage_class_count>;
/// Gaps of an institution, for what is needed, on a day, of a change of facts.
using GapsKept = Kept<std::pair<InstitutionId, std::uint64_t>, std::pair<std::int64_t, Date>, CoverageGaps>;

Result<CoverageGaps> find_gaps(db::ReadTransaction& read, InstitutionId institution, const Needed& needed, Date today) {
  CoverageGaps out;
  for (auto& gap : TRY(conflicts::coverage_gaps(read, institution, needed, today, gaps_at_most)))
    out.gaps.push_back({std::string(conflict::name_of(gap.what)), std::move(gap.unit), gap.learners});
  return out;
}

/// For whoever runs or leads a program: what its policies need to know and nobody does. In a large institution looked
/// for beside the page, which says that it is.
Result<CoverageGaps> gaps_shown(db::Database& database, db::ReadTransaction& read, const Viewer& viewer, Instant now,
                                GapsKept& kept) {
  Needed needed;
  for (const auto& program : TRY(programs::list_for(read, viewer)))
    needed |= program.charter.terms.program.policy.needed_coverage();
  if (needed.none()) return CoverageGaps{};
  const InstitutionId institution = viewer.institution_id;
  const Date today = TRY(today_of(read, institution, now));
  if (!TRY(people::is_large(read, institution))) return find_gaps(read, institution, needed, today);
  const std::pair mark{TRY(people::newest_change(read, institution)), today};
  const auto found = kept.newest(
      {institution, needed.to_ullong()}, mark, [&database, institution, needed, today](const std::stop_token&) {
        return database.read([&](db::ReadTransaction& later) -> Result<GapsKept::Made> {
          return GapsKept::Made{
              {TRY(people::newest_change(later, institution)), today},
              std::make_shared<const CoverageGaps>(TRY(find_gaps(later, institution, needed, today)))};
        });
      });
  CoverageGaps out = found.value ? *found.value : CoverageGaps{};
  out.pending = !found.is_newest;
  return out;
}

}  // namespace

void add_routes(http::Router& router, db::Database& database, institutions::ViewerOf viewer_of, const Clock& clock,
                const access_log::Noting& log) {
  const auto kept = std::make_shared<GapsKept>();
  router.route<ListCases, CasesShown>(
      http::Method::get, "/api/v1/cases",
      {.id = "list_cases", .summary = "Conflicts ahead in the programs that one runs or leads, soonest first."},
      [=, &database, &clock](const http::Request& request, const ListCases& asked) -> Result<CasesShown> {
        const auto viewer = TRY(viewer_of(request));
        const Instant now = clock.now();
        auto shown =
            TRY(database.read([&](db::ReadTransaction& read) { return cases_shown(read, viewer, asked, now); }));
        std::set<ProgramId> programs;
        for (const auto& line : shown.cases) programs.insert(line.program_id);
        for (const ProgramId program : programs) TRY(log.seen(viewer, {access_log::Record::cases, program}));
        return shown;
      });
  router.route<GetCase, CasePage>(
      http::Method::get, "/api/v1/cases/{case_id}",
      {.id = "get_case", .summary = "A case: what happens and why, and what the viewer may do about it."},
      [=, &database, &clock](const http::Request& request, const GetCase& asked) -> Result<CasePage> {
        const auto viewer = TRY(viewer_of(request));
        const Instant now = clock.now();
        std::optional<relationships::SeenCase> seen;
        auto page = TRY(database.read([&](db::ReadTransaction& read) -> Result<CasePage> {
          seen = TRY(relationships::case_for(read, viewer, asked.case_id));
          return case_page(read, viewer, *seen, now);
        }));
        TRY(note_case(log, viewer, *seen));
        return page;
      });
  router.route<http::Nothing, CoverageGaps>(
      http::Method::get, "/api/v1/coverage_gaps",
      {.id = "list_coverage_gaps", .summary = "Units for whose learners no facts of a needed kind are there."},
      [=, &database, &clock](const http::Request& request, const http::Nothing&) -> Result<CoverageGaps> {
        const auto viewer = TRY(viewer_of(request));
        const Instant now = clock.now();
        return database.read([&](db::ReadTransaction& read) { return gaps_shown(database, read, viewer, now, *kept); });
      });
}

}  // namespace chiron::views::conflicts_ahead
