// Statements of lists. A list over several programs is made of theirs, so that each is read along its index.
#include "features/relationships/case_list.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "features/people/display_name.h"
#include "features/programs/program_access.h"

namespace chiron::relationships {
namespace {

using institutions::AccountRole;
using institutions::Viewer;
using programs::ProgramId;

/// The programs whose cases the viewer sees: all of them, or those listed.
struct Whose {
  bool all = false;
  std::vector<ProgramId> programs;
};

Result<Whose> whose(db::ReadTransaction& read, const Viewer& viewer, std::optional<ProgramId> program) {
  if (program) {
    if (!TRY(programs::find_for(read, viewer, *program))) return err(fail(ErrorCode::not_found, "programs.unknown"));
    return Whose{false, {*program}};
  }
  Whose out;
  out.all = programs::may_run(viewer) || viewer.has(AccountRole::lead);
  if (out.all) return out;
  for (const auto& grant : viewer.roles)
    if (grant.program && programs::may_see(viewer, *grant.program)) out.programs.push_back(*grant.program);
  std::ranges::sort(out.programs);
  const auto twice = std::ranges::unique(out.programs);
  out.programs.erase(twice.begin(), twice.end());
  return out;
}

/// Whom untold cases are kept from; nobody has the id of zeros.
PersonId self(const Viewer& viewer) { return viewer.person.value_or(PersonId{}); }

CaseLine line_at(const db::Row& row) {
  CaseLine line;
  line.id = row.get<CaseId>(0);
  line.program = row.get<ProgramId>(1);
  line.program_name = row.get<std::string>(2);
  if (const auto role = conflict::parse_role(row.get<std::string_view>(3))) line.role = *role;
  line.learner = people::full_name(row.get<std::string_view>(4), row.get<std::string_view>(5));
  line.educator = people::full_name(row.get<std::string_view>(6), row.get<std::string_view>(7));
  line.rule = row.get<std::string>(8);
  line.level = conflict::parse_level(row.get<std::string_view>(9)).value_or(conflict::Level::block);
  line.deadline = row.get<Date>(10);
  line.starts_on = row.get<std::optional<Date>>(11);
  line.state = parse_case_state(row.get<std::string_view>(12)).value_or(CaseState::open);
  if (const auto way = row.get<std::optional<std::string_view>>(13)) {
    if (const auto parsed = parse_way(*way)) line.way = *parsed;
  }
  line.learner_told = row.get<std::optional<Instant>>(14).has_value();
  if (const auto state = parse_state(row.get<std::string_view>(15))) line.relationship = *state;
  line.closed_on = row.get<std::optional<Date>>(16);
  return line;
}

/// Those that are not closed, of a program or of all.
Result<std::vector<CaseLine>> coming(db::ReadTransaction& read, const Viewer& viewer, const CasesAsked& asked,
                                     std::optional<ProgramId> program) {
  const Date day = asked.after ? asked.after->day : Date::min();
  const CaseId id = asked.after ? asked.after->id : CaseId{};
  const std::string_view state = asked.state ? name_of(*asked.state) : std::string_view();
  if (program)
    return read
        .query(sql::case_lines_of_program, viewer.institution_id, day, id, state, self(viewer), asked.limit, *program)
        .all(line_at);
  return read.query(sql::case_lines, viewer.institution_id, day, id, state, self(viewer), asked.limit).all(line_at);
}

Result<std::vector<CaseLine>> closed(db::ReadTransaction& read, const Viewer& viewer, const CasesAsked& asked,
                                     std::optional<ProgramId> program) {
  const Date day = asked.after ? asked.after->day : Date::max();
  const CaseId id = asked.after ? asked.after->id : CaseId{};
  if (program)
    return read
        .query(sql::closed_case_lines_of_program, viewer.institution_id, day, id, self(viewer), asked.limit, *program)
        .all(line_at);
  return read.query(sql::closed_case_lines, viewer.institution_id, day, id, self(viewer), asked.limit).all(line_at);
}

}  // namespace

Result<std::vector<CaseLine>> case_lines(db::ReadTransaction& read, const Viewer& viewer, const CasesAsked& asked) {
  const bool over = asked.state == CaseState::closed;
  const auto list = over ? closed : coming;
  const Whose of = TRY(whose(read, viewer, asked.program));
  if (of.all) return list(read, viewer, asked, std::nullopt);
  std::vector<CaseLine> lines;
  for (const ProgramId program : of.programs) {
    auto theirs = TRY(list(read, viewer, asked, program));
    lines.insert(lines.end(), std::make_move_iterator(theirs.begin()), std::make_move_iterator(theirs.end()));
  }
  std::ranges::sort(lines, [over](const CaseLine& one, const CaseLine& other) {
    const auto place = [](const CaseLine& line) { return std::tuple(line.day(), line.id); };
    return over ? place(other) < place(one) : place(one) < place(other);
  });
  if (lines.size() > static_cast<std::size_t>(asked.limit)) lines.resize(static_cast<std::size_t>(asked.limit));
  return lines;
}

Result<std::vector<CaseDay>> case_days(db::ReadTransaction& read, const Viewer& viewer,
                                       std::optional<ProgramId> program) {
  const auto day_at = [](const db::Row& row) {
    return CaseDay{row.get<Date>(0), row.get<std::int64_t>(1), row.get<std::int64_t>(2)};
  };
  const Whose of = TRY(whose(read, viewer, program));
  if (of.all) return read.query(sql::case_days, viewer.institution_id, self(viewer)).all(day_at);
  std::map<Date, CaseDay> days;
  for (const ProgramId each : of.programs)
    for (const CaseDay& theirs :
         TRY(read.query(sql::case_days_of_program, viewer.institution_id, self(viewer), each).all(day_at))) {
      CaseDay& day = days.try_emplace(theirs.day, CaseDay{theirs.day, 0, 0}).first->second;
      day.cases += theirs.cases, day.pausing += theirs.pausing;
    }
  std::vector<CaseDay> out;
  for (const auto& [date, day] : days) out.push_back(day);
  return out;
}

Result<Undecided> undecided(db::ReadTransaction& read, const Viewer& viewer) {
  const auto count_at = [](const db::Row& row) {
    return Undecided{row.get<std::int64_t>(0), row.get<std::optional<Date>>(1)};
  };
  const Whose of = TRY(whose(read, viewer, std::nullopt));
  if (of.all) return read.query(sql::open_case_count, viewer.institution_id, self(viewer)).one(count_at);
  Undecided sum;
  for (const ProgramId each : of.programs) {
    const auto theirs =
        TRY(read.query(sql::open_case_count_of_program, viewer.institution_id, self(viewer), each).one(count_at));
    sum.cases += theirs.cases;
    if (theirs.first_deadline && (!sum.first_deadline || *theirs.first_deadline < *sum.first_deadline))
      sum.first_deadline = theirs.first_deadline;
  }
  return sum;
}

Result<std::vector<OwnCase>> own_cases(db::ReadTransaction& read, const Viewer& viewer) {
  if (!viewer.person) return std::vector<OwnCase>();
  return read.query(sql::cases_of_person, viewer.institution_id, *viewer.person).all([](const db::Row& row) {
    return OwnCase{case_at(row), people::full_name(row.get<std::string_view>(17), row.get<std::string_view>(18))};
  });
}

}  // namespace chiron::relationships
