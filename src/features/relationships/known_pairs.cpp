// Judged in chunks where many are read, and again inside each short write that takes some over.
#include "features/relationships/known_pairs.h"

#include <algorithm>
#include <map>
#include <set>

#include "features/audit/actor.h"
#include "features/conflicts/neighborhood.h"
#include "features/educators/educator_store.h"
#include "features/educators/participant.h"
#include "features/people/display_name.h"
#include "features/programs/program_access.h"
#include "features/relationships/offer_store.h"
#include "platform/crypto/derived_random.h"

namespace chiron::relationships {
namespace {

using institutions::Viewer;

constexpr std::size_t judged_at_once = 100;
constexpr std::size_t taken_in_one_write = 4;

/// What the program's rules say of these two on the days of its term.
void take_verdict(KnownPair& pair, const conflict::Verdict& verdict) {
  pair.verdict = verdict.answer;
  for (const auto level : {conflict::Level::block, conflict::Level::disclose})
    for (const auto& finding : verdict.findings)
      if (!pair.rule && finding.level == level && finding.standing == conflict::Standing::applies)
        pair.rule = finding.rule, pair.rule_days = finding.days;
}

Result<> judge_known(db::ReadTransaction& read, InstitutionId institution, const programs::Program& program,
                     DateRange days, std::span<KnownPair*> pairs) {
  std::vector<conflicts::People> people;
  for (const KnownPair* pair : pairs) people.push_back({pair->learner, pair->educator});
  const auto around = TRY(conflicts::facts_around(read, institution, people, program.role));
  const auto index = conflict::build(around.facts);
  for (KnownPair* pair : pairs)
    take_verdict(*pair, conflict::judge(index, program.policy, around.number_of(pair->learner),
                                        around.number_of(pair->educator), days));
  return {};
}

/// The days that a pair has in the program from now on.
DateRange days_left(const programs::Program& program, Date today) {
  return {std::max(program.term.from, today), program.term.to};
}

/// Pairs with how they stand, whether or not the viewer may see it.
Result<std::vector<KnownPair>> stand_of_all(db::ReadTransaction& read, InstitutionId institution,
                                            const programs::CharterVersion& charter, Date today,
                                            const std::stop_token& stop) {
  const auto& program = charter.terms.program;
  std::set<PersonId> learners;
  for (const auto& one : TRY(educators::learners_of(read, institution, program))) learners.insert(one.id);
  std::vector<KnownPair> pairs;
  std::set<std::pair<PersonId, PersonId>> seen;
  for (auto& pair :
       TRY(read.query(sql::known_pairs_for, institution, charter.program, conflict::name_of(program.role))
               .all([](const db::Row& row) {
                 KnownPair one;
                 one.learner = row.get<PersonId>(0);
                 one.learner_name = people::full_name(row.get<std::string_view>(1), row.get<std::string_view>(2));
                 one.educator = row.get<PersonId>(3);
                 one.educator_name = people::full_name(row.get<std::string_view>(4), row.get<std::string_view>(5));
                 one.days = {row.get<Date>(6), row.get<Date>(7)};
                 if (row.get<bool>(8)) one.standing = KnownStanding::runs;
                 else if (row.get<bool>(9)) one.standing = KnownStanding::over;
                 else if (row.get<bool>(10)) one.standing = KnownStanding::has_place;
                 return one;
               })))
    if (learners.contains(pair.learner) && seen.emplace(pair.learner, pair.educator).second)
      pairs.push_back(std::move(pair));

  std::vector<KnownPair*> open;
  for (auto& pair : pairs)
    if (pair.standing == KnownStanding::free || pair.standing == KnownStanding::has_place) open.push_back(&pair);
  const DateRange days = days_left(program, today);
  for (std::size_t first = 0; first < open.size() && !days.empty(); first += judged_at_once) {
    if (stop.stop_requested()) return err(fail(ErrorCode::unavailable, "matching.stopped"));
    TRY(judge_known(read, institution, program, days,
                    std::span(open).subspan(first, std::min(judged_at_once, open.size() - first))));
  }

  std::set<PersonId> teachers;
  for (const auto& one : TRY(educators::who_may_teach(read, institution, program))) teachers.insert(one.id);
  std::map<PersonId, std::int64_t> left;  // seats
  std::set<PersonId> placed;
  for (KnownPair* pair : open) {
    if (pair->standing == KnownStanding::has_place) continue;
    if (pair->verdict == conflict::Answer::block) {
      pair->standing = KnownStanding::blocked;
      continue;
    }
    if (!teachers.contains(pair->educator) || days.empty()) {
      pair->standing = KnownStanding::gone;
      continue;
    }
    if (!left.contains(pair->educator))
      left[pair->educator] = TRY(seats_of(read, institution, charter, pair->educator)) -
                             TRY(seats_held(read, institution, charter.program, pair->educator));
    if (placed.contains(pair->learner)) pair->standing = KnownStanding::has_place;
    else if (left[pair->educator] <= 0) pair->standing = KnownStanding::no_seat;
    else --left[pair->educator], placed.insert(pair->learner);
  }
  return pairs;
}

/// Takes one over if it still can be; false if not. Asked first: a statement that is refused would undo the others.
Result<bool> take_one(db::WriteTransaction& write, const At& at, const Viewer& viewer,
                      const programs::CharterVersion& charter, KnownPair pair, Date today) {
  const auto& program = charter.terms.program;
  const DateRange days = days_left(program, today);
  if (days.empty()) return false;
  if (TRY(holds_place(write, at.institution, charter.program, pair.learner)) ||
      TRY(were_together(write, at.institution, charter.program, pair.learner, pair.educator)))
    return false;
  TRY(set_seats(write, at.institution, charter.program, pair.educator,
                TRY(seats_of(write, at.institution, charter, pair.educator))));
  if (!TRY(has_seat_left(write, at.institution, charter.program, pair.educator))) return false;
  KnownPair* one = &pair;
  TRY(judge_known(write, at.institution, program, days, std::span(&one, 1)));
  if (pair.verdict == conflict::Answer::block) return false;
  Relationship relationship;
  relationship.id = RelationshipId::random(at.random);
  relationship.program = charter.program;
  relationship.charter_version = charter.number;
  relationship.role = program.role;
  relationship.days = days;
  TRY(insert(write, at.institution, relationship, {{pair.learner, Side::learner}, {pair.educator, Side::educator}}));
  TRY(activate(write, at, relationship.id));
  TRY(audit::append(write, at.institution, at.now,
                    {"relationship.taken_over", audit::actor_of(viewer), audit::AnyId(relationship.id.bytes()), "{}"},
                    audit::draw_salt(at.random)));
  return true;
}

}  // namespace

std::string_view name_of(KnownStanding standing) {
  switch (standing) {
    case KnownStanding::free: return "free";
    case KnownStanding::runs: return "runs";
    case KnownStanding::over: return "over";
    case KnownStanding::has_place: return "has_place";
    case KnownStanding::blocked: return "blocked";
    case KnownStanding::no_seat: return "no_seat";
    case KnownStanding::gone: return "gone";
  }
  return "";
}

Result<> keep_known(db::WriteTransaction& write, const people::Recording& recording,
                    const std::vector<SaidPair>& pairs) {
  for (const SaidPair& pair : pairs)
    TRY(write.execute(sql::insert_known_pair, recording.institution, pair.learner, pair.educator, pair.role,
                      pair.days.from, pair.days.to, recording.change));
  return {};
}

Result<> forget_known(db::WriteTransaction& write, const people::Recording& undone) {
  TRY(write.execute(sql::forget_known_pairs, undone.institution, undone.change));
  return {};
}

Result<std::vector<KnownSaying>> known_sayings(db::ReadTransaction& read, InstitutionId institution) {
  return read.query(sql::known_pairs_said, institution).all([](const db::Row& row) {
    return KnownSaying{row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2),
                       DateRange{row.get<Date>(3), row.get<Date>(4)}};
  });
}

Result<std::vector<KnownPair>> known_pairs_for(db::ReadTransaction& read, const Viewer& viewer,
                                               programs::ProgramId program, const std::stop_token& stop) {
  const auto found = TRY(programs::find_for(read, viewer, program));
  if (!found) return err(fail(ErrorCode::not_found, "programs.unknown"));
  const Date today = TRY(day_of(read, viewer.institution_id)).value_or(found->charter.terms.program.term.from);
  return stand_of_all(read, viewer.institution_id, found->charter, today, stop);
}

Result<std::int64_t> count_known(db::ReadTransaction& read, InstitutionId institution, conflict::Role role) {
  return read.query(sql::count_known_pairs, institution, conflict::name_of(role)).one<std::int64_t>();
}

Result<int> take_over(db::Database& database, const Viewer& viewer, programs::ProgramId program, const Clock& clock,
                      Random& random) {
  std::vector<KnownPair> free;
  TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
    const auto found = TRY(programs::find_for(read, viewer, program));
    if (!found || !programs::may_run(viewer, program)) return err(fail(ErrorCode::not_found, "programs.unknown"));
    if (found->state == programs::ProgramState::archived)
      return err(fail(ErrorCode::conflict, "relationships.program_archived"));
    free = TRY(known_pairs_for(read, viewer, program));
    return {};
  }));
  std::erase_if(free, [](const KnownPair& pair) { return pair.standing != KnownStanding::free; });
  int taken = 0;
  for (std::size_t first = 0; first < free.size(); first += taken_in_one_write) {
    const auto seed = crypto::draw_seed(random);
    const Instant now = clock.now();
    taken += TRY(database.write_and_wait([&](db::WriteTransaction& write) -> Result<int> {
      crypto::DerivedRandom drawn(seed);
      const At at{viewer.institution_id, now, drawn};
      const auto charter = TRY(programs::newest_version(write, at.institution, program));
      if (!charter) return err(fail(ErrorCode::not_found, "programs.unknown"));
      const Date today = TRY(today_of(write, at));
      int count = 0;
      for (std::size_t n = first; n < std::min(first + taken_in_one_write, free.size()); ++n)
        count += TRY(take_one(write, at, viewer, *charter, free[n], today)) ? 1 : 0;
      return count;
    }));
  }
  return taken;
}

Result<std::int64_t> seats_of(db::ReadTransaction& read, InstitutionId institution, const programs::CharterVersion& of,
                              PersonId educator) {
  const auto& program = of.terms.program;
  const std::int64_t cap = program.capacity_cap;
  if (const auto answer = TRY(educators::find_answer(read, institution, of.program, educator)))
    return answer->answer.takes_part ? std::min(answer->answer.capacity, cap) : 0;
  const auto person = TRY(educators::find_participant(read, institution, educator));
  if (!person) return 0;
  return std::min<std::int64_t>(person->capacity.value_or(program.default_capacity), cap);
}

Result<std::int64_t> seats_held(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program,
                                PersonId educator) {
  return read.query(sql::seats_held, institution, program, educator).one<std::int64_t>();
}

Result<bool> were_together(db::ReadTransaction& read, InstitutionId institution, programs::ProgramId program,
                           PersonId learner, PersonId educator) {
  return read.query(sql::were_together, institution, program, learner, educator).one<bool>();
}

Result<std::vector<Paired>> pairs_of_program(db::ReadTransaction& read, InstitutionId institution,
                                             programs::ProgramId program) {
  return read.query(sql::pairs_of_program, institution, program).all([](const db::Row& row) {
    return Paired{row.get<PersonId>(0), row.get<PersonId>(1), row.get<bool>(2), row.get<bool>(3)};
  });
}

}  // namespace chiron::relationships
