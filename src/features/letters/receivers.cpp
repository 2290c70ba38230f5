// One function a kind. What others answered privately decides nothing here: only that somebody answered.
#include "features/letters/receivers.h"

#include <algorithm>

#include "features/educators/educator_store.h"
#include "features/educators/participant.h"
#include "features/match_runs/match_run_store.h"

namespace chiron::letters {
namespace {

using programs::Step;

constexpr int runs_looked_at = 20;

struct In {
  db::ReadTransaction& read;
  InstitutionId institution;
  const Occasion& occasion;
  Asked asked;

  const programs::Program& terms() const { return occasion.program.charter.terms.program; }
  ProgramId program() const { return occasion.program.id; }
  /// Whether today lies in the days, or somebody asks by hand.
  bool due(DateRange days) const { return asked == Asked::by_hand || days.contains(occasion.today); }
};

Result<std::set<PersonId>> who_answered(const In& in, bool takes_part_only) {
  std::set<PersonId> found;
  for (const auto& one : TRY(educators::who_answered(in.read, in.institution, in.program())))
    if (one.takes_part || !takes_part_only) found.insert(one.person);
  return found;
}

Result<std::set<PersonId>> who_wished(const In& in) {
  const auto people = TRY(in.read.query(sql::wished_in_program, in.institution, in.program()).all<PersonId>());
  return std::set<PersonId>(people.begin(), people.end());
}

/// Those who may teach, without those who said yes or no.
Result<> add_silent_educators(const In& in, Date day, const std::string& occasion, std::vector<Receiver>& out) {
  const auto answered = TRY(who_answered(in, false));
  for (const auto& one : TRY(educators::who_may_teach(in.read, in.institution, in.terms())))
    if (!answered.contains(one.id)) out.push_back({one.id, Side::educator, occasion, day, 0, "educator"});
  return {};
}

Result<> add_learners_without_wishes(const In& in, Date day, const std::string& occasion, std::vector<Receiver>& out) {
  const auto wished = TRY(who_wished(in));
  for (const auto& one : TRY(educators::learners_of(in.read, in.institution, in.terms())))
    if (!wished.contains(one.id)) out.push_back({one.id, Side::learner, occasion, day, 0, "learner"});
  return {};
}

Result<std::vector<Receiver>> invited(const In& in) {
  std::vector<Receiver> out;
  const Date begins = in.terms().term.from;
  TRY(add_silent_educators(in, begins, "", out));
  // Somebody who may do both is asked what only they can answer.
  std::set<PersonId> asked;
  for (const Receiver& one : out) asked.insert(one.person);
  for (const auto& one : TRY(educators::learners_of(in.read, in.institution, in.terms())))
    if (!asked.contains(one.id)) out.push_back({one.id, Side::learner, "", begins, 0, "learner"});
  return out;
}

struct OpenOffer {
  std::string id;
  PersonId person;
  Side side = Side::learner;
  Date answer_by;
  bool needs_yes = false, answered = false;
};
Result<std::vector<OpenOffer>> open_offers(const In& in) {
  return in.read.query(sql::open_offers_of_program, in.institution, in.program()).all([](const db::Row& row) {
    const bool educator = row.get<std::string_view>(2) == relationships::name_of(Side::educator);
    return OpenOffer{row.get<relationships::RelationshipId>(0).text(),
                     row.get<PersonId>(1),
                     educator ? Side::educator : Side::learner,
                     row.get<Date>(3),
                     row.get<std::string_view>(4) == programs::name_of(programs::Acceptance::explicit_yes),
                     row.get<bool>(5)};
  });
}

Result<std::vector<Receiver>> offered(const In& in) {
  std::vector<Receiver> out;
  for (const OpenOffer& one : TRY(open_offers(in)))
    if (!one.answered)
      out.push_back({one.person, one.side, one.id, one.answer_by - 1, 0, one.needs_yes ? "needs_yes" : "stands"});
  return out;
}

Result<std::vector<Receiver>> silent(const In& in) {
  std::vector<Receiver> out;
  const DateRange recruit = in.occasion.days_of(Step::recruit), wishes = in.occasion.days_of(Step::wishes);
  if (in.occasion.program.state == programs::ProgramState::running) {
    // By hand also late, until the match; the night leaves a few days between an invitation and its reminder.
    const Date match = in.occasion.days_of(Step::match).from;
    const DateRange late{std::max(recruit.to - remind_educators_days, recruit.from + 2), recruit.to};
    if (in.asked == Asked::by_hand ? recruit.from <= in.occasion.today && in.occasion.today < match
                                   : late.contains(in.occasion.today))
      TRY(add_silent_educators(in, recruit.to - 1, "educator", out));
    const DateRange last{std::max(wishes.to - remind_learners_days, wishes.from + 2), wishes.to};
    if ((in.asked == Asked::by_hand ? wishes : last).contains(in.occasion.today))
      TRY(add_learners_without_wishes(in, wishes.to - 1, "learner", out));
  }
  for (const OpenOffer& one : TRY(open_offers(in)))
    if (!one.answered &&
        (in.asked == Asked::by_hand || (one.needs_yes && in.occasion.today + remind_offers_days >= one.answer_by)))
      out.push_back({one.person, one.side, one.id, one.answer_by - 1, 0, "offer"});
  return out;
}

Result<std::vector<Receiver>> taking_part(const In& in) {
  std::vector<Receiver> out;
  for (const PersonId& one : TRY(who_answered(in, true)))
    out.push_back({one, Side::educator, "", in.occasion.days_of(Step::wishes).to - 1, 0, ""});
  return out;
}

Result<std::vector<Receiver>> previewed(const In& in) {
  std::vector<Receiver> out;
  const auto runs = TRY(match_runs::runs_of(in.read, in.institution, in.program(), 1));
  if (runs.empty() || runs.front().state != match_runs::RunState::done || !runs.front().signed_off_at) return out;
  TRY(in.read.query(sql::proposed_to_educators, in.institution, runs.front().id).each([&](const db::Row& row) {
    out.push_back({row.get<PersonId>(0), Side::educator, runs.front().id.text(),
                   in.occasion.days_of(Step::publish).from, row.get<std::int64_t>(1), ""});
  }));
  return out;
}

Result<std::vector<Receiver>> without_place(const In& in) {
  std::vector<Receiver> out;
  const auto runs = TRY(match_runs::runs_of(in.read, in.institution, in.program(), runs_looked_at));
  const auto run = std::ranges::find(runs, match_runs::RunState::published, &match_runs::StoredRun::state);
  if (run == runs.end() || !run->published_at) return out;
  if (!in.due({run->published_at->utc_date() - 1, run->published_at->utc_date() + waiting_days})) return out;
  for (const PersonId& one :
       TRY(in.read.query(sql::learners_without_place, in.institution, run->id, in.program()).all<PersonId>()))
    out.push_back({one, Side::learner, "", {}, 0, ""});
  return out;
}

}  // namespace

Result<Occasion> occasion_of(db::ReadTransaction& read, InstitutionId institution, programs::ProgramNow program,
                             Date today) {
  const DateRange term = program.charter.terms.program.term;
  auto calendar = TRY(programs::calendar_of(read, institution, program.id, term));
  return Occasion{std::move(program), calendar, today};
}

std::optional<DateRange> days_of(Kind kind, const Occasion& occasion) {
  if (kind == Kind::invite) return occasion.days_of(Step::recruit);
  if (kind == Kind::wishes || kind == Kind::answers) return occasion.days_of(Step::wishes);
  return std::nullopt;
}

Result<std::vector<Receiver>> receivers_of(db::ReadTransaction& read, InstitutionId institution,
                                           const Occasion& occasion, Kind kind, Asked asked) {
  std::vector<Receiver> nobody;
  const In in{read, institution, occasion, asked};
  if (occasion.program.state == programs::ProgramState::archived) return nobody;
  if (kind == Kind::matched) return offered(in);
  if (kind == Kind::waiting) return without_place(in);
  if (kind == Kind::reminder) return silent(in);
  if (occasion.program.state != programs::ProgramState::running) return nobody;
  if (const auto days = days_of(kind, occasion); days && !in.due(*days)) return nobody;
  switch (kind) {
    case Kind::invite: return invited(in);
    case Kind::wishes: {
      std::vector<Receiver> out;
      TRY(add_learners_without_wishes(in, occasion.days_of(Step::wishes).to - 1, "", out));
      return out;
    }
    case Kind::answers: return taking_part(in);
    case Kind::preview: return previewed(in);
    case Kind::matched:
    case Kind::waiting:
    case Kind::reminder:
    case Kind::changed: break;
  }
  return nobody;
}

}  // namespace chiron::letters
