// Access, rule, store, audit; and letters into the outbox in the transaction that notes them as written.
#include "features/letters/letter_actions.h"

#include <algorithm>

#include <fmt/format.h>

#include "features/accounts/account_store.h"
#include "features/audit/actor.h"
#include "features/institutions/institution_store.h"
#include "features/institutions/today.h"
#include "features/programs/program_access.h"
#include "platform/json/json.h"
#include "platform/text/catalog.h"

namespace chiron::letters {
namespace {

using institutions::Viewer;
using programs::ProgramNow;

constexpr std::size_t written_in_one_write = 12;
constexpr int noted_in_one_write = 50;
constexpr int look_attempts = 20;

/// The job's payload; without a kind everything that is due.
struct Look {
  std::optional<ProgramId> program;
  std::optional<Kind> kind;
};
BOOST_DESCRIBE_STRUCT(Look, (), (program, kind))

Error unknown() { return fail(ErrorCode::not_found, "programs.unknown"); }

/// The program, when the viewer runs it and it is not put away.
Result<ProgramNow> run_by(db::ReadTransaction& read, const Viewer& viewer, ProgramId id) {
  auto program = TRY(programs::find_for(read, viewer, id));
  if (!program) return err(unknown());
  if (!programs::may_run(viewer, id)) return err(fail(ErrorCode::forbidden, "programs.not_yours"));
  if (program->state == programs::ProgramState::archived) return err(fail(ErrorCode::conflict, "programs.archived"));
  return *std::move(program);
}

Result<> note(db::WriteTransaction& write, const Viewer& viewer, std::string type, ProgramId about, std::string payload,
              Instant now, const audit::Salt& salt) {
  TRY(audit::append(write, viewer.institution_id, now,
                    {std::move(type), audit::actor_of(viewer), audit::AnyId(about.bytes()), std::move(payload)}, salt));
  return {};
}

/// `edit(letter)` changes what stands; nothing is written when nothing changes.
template <class Edit>
Result<> change(db::Database& database, const Viewer& viewer, const Change& asked, const char* type, Edit edit,
                const Clock& clock, Random& random) {
  const Instant now = clock.now();
  const auto salt = audit::draw_salt(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    TRY(run_by(write, viewer, asked.program));
    const ProgramLetter before = TRY(letters_of(write, viewer.institution_id, asked.program))[asked.kind];
    ProgramLetter after = before;
    TRY(edit(after));
    if (after.own == before.own && after.silent == before.silent) return {};
    after.revision = asked.revision;
    TRY(keep(write, viewer.institution_id, asked.program, asked.kind, after));
    return note(write, viewer, type, asked.program, fmt::format(R"({{"kind":"{}"}})", name_of(asked.kind)), now, salt);
  });
}

std::string page_of(Kind kind, const Receiver& receiver, ProgramId program) {
  const bool about_a_pair =
      kind == Kind::matched || kind == Kind::waiting || kind == Kind::changed || receiver.next_step == "offer";
  if (about_a_pair) return "/my-people";
  return "/programs/" + program.text() + (receiver.side == Side::educator ? "/take-part" : "/wishes");
}

/// Words with what fills them; the address of the pages is filled in by whoever sends them.
text::Sentence filled(std::string words, Kind kind, const ProgramNow& program, const Receiver& receiver) {
  static constexpr std::string_view link = "{link}";
  const std::string path = "{address}" + page_of(kind, receiver, program.id);
  for (std::size_t at = 0; (at = words.find(link, at)) != std::string::npos; at += path.size())
    words.replace(at, link.size(), path);
  const auto& terms = program.charter.terms.program;
  text::Sentence sentence = text::own_words(std::move(words))
                                .with("program", terms.name)
                                .with("role", text::Word{"role." + std::string(conflict::name_of(terms.role))})
                                .with("count", receiver.count);
  if (receiver.day) sentence.args.emplace_back("day", *receiver.day);
  if (!receiver.next_step.empty())
    sentence.args.emplace_back("next_step",
                               text::Word{"mail.next." + std::string(name_of(kind)) + "." + receiver.next_step});
  return sentence;
}

/// Writes to those who were not written to before; nobody where the kind is silent.
Result<> write_letters(db::WriteTransaction& write, InstitutionId institution, const ProgramNow& program, Kind kind,
                       std::span<const Receiver> receivers, Instant now, Random& random) {
  const auto letter = TRY(letters_of(write, institution, program.id))[kind];
  if (letter.silent || program.state == programs::ProgramState::archived) return {};
  const Words words = letter.own ? *letter.own : shipped(kind);
  std::vector<PersonId> people;
  for (const Receiver& one : receivers) people.push_back(one.person);
  const auto addresses = TRY(accounts::addresses_of(write, institution, people));
  std::vector<jobs::Identified> letters;
  for (const Receiver& one : receivers) {
    const auto address = addresses.find(one.person);
    if (address == addresses.end()) continue;
    std::string key =
        fmt::format("letter {} {} {} {}", program.id.text(), name_of(kind), one.person.text(), one.occasion);
    if (!TRY(note_posted(write, institution, program.id, kind, {one.person, one.occasion}, key, now))) continue;
    letters.push_back(
        {jobs::JobId::random(random),
         mail::letter_request(std::move(key), letter_to(address->second, kind, words, program, one), now)});
  }
  return jobs::post(write, institution, letters, now);
}

/// The same for several programs, of which one may have gone.
Result<> write_in_programs(db::WriteTransaction& write, InstitutionId institution,
                           const std::map<ProgramId, std::vector<Receiver>>& by_program, Kind kind, Instant now,
                           Random& random) {
  for (const auto& [id, receivers] : by_program)
    if (const auto program = TRY(programs::find(write, institution, id)))
      TRY(write_letters(write, institution, *program, kind, receivers, now, random));
  return {};
}

Result<bool> is_demo(db::ReadTransaction& read, InstitutionId institution) {
  const auto found = TRY(institutions::find(read, institution));
  return !found || found->mode == institutions::Mode::demo;
}

/// The same for a program that may have been put away meanwhile.
Result<> write_some(db::Database& database, InstitutionId institution, ProgramId id, Kind kind,
                    std::span<const Receiver> receivers, const Clock& clock, Random& random) {
  const auto seed = crypto::draw_seed(random);
  const Instant now = clock.now();
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    crypto::DerivedRandom drawn(seed);
    const auto program = TRY(programs::find(write, institution, id));
    if (!program) return {};
    return write_letters(write, institution, *program, kind, receivers, now, drawn);
  });
}

Result<int> look(jobs::Work& work, db::Database& database, const Clock& clock, Random& random, const Look& asked) {
  const InstitutionId institution = work.job().institution;
  const auto programs =
      TRY(database.read([&](db::ReadTransaction& read) { return programs::list(read, institution); }));
  int count = 0;
  for (const ProgramNow& program : programs) {
    if (asked.program && *asked.program != program.id) continue;
    if (program.state == programs::ProgramState::archived) continue;
    for (const Kind kind : all_kinds) {
      if (asked.kind && *asked.kind != kind) continue;
      // New proposals are written about in the write that makes them: here only by hand.
      if (!asked.kind && kind == Kind::matched) continue;
      const auto reached = TRY(database.read([&](db::ReadTransaction& read) -> Result<Reached> {
        const Date today = TRY(institutions::today_of(read, institution, clock));
        const auto occasion = TRY(occasion_of(read, institution, program, today));
        return still_to_write(read, institution, occasion, kind, asked.kind ? Asked::by_hand : Asked::by_calendar);
      }));
      const std::span all(reached.people);
      for (std::size_t first = 0; first < all.size(); first += written_in_one_write) {
        const auto some = all.subspan(first, std::min(written_in_one_write, all.size() - first));
        TRY(write_some(database, institution, program.id, kind, some, clock, random));
        TRY(work.heartbeat(500));
      }
      count += static_cast<int>(all.size());
    }
  }
  return count;
}

}  // namespace

Words shipped(Kind kind) {
  // The one language there is. Its pattern is what an office edits: places in braces, nothing else of ICU.
  const auto& catalog = text::Catalog::english();
  const std::string key = "mail.letter." + std::string(name_of(kind));
  return {std::string(catalog.pattern(key + ".subject")), std::string(catalog.pattern(key + ".text"))};
}

mail::Letter letter_to(const std::string& address, Kind kind, const Words& words, const ProgramNow& program,
                       const Receiver& receiver) {
  return {address,
          filled(words.subject, kind, program, receiver),
          {filled(words.text, kind, program, receiver)},
          receiver.person.text()};
}

std::vector<std::pair<std::string, std::string>> samples_of(Kind kind, const ProgramNow& program,
                                                            const Receiver& receiver) {
  std::vector<std::pair<std::string, std::string>> samples;
  for (const auto& place : places_of(kind)) {
    const auto sentence = filled("{" + std::string(place) + "}", kind, program, receiver).with("address", "");
    samples.emplace_back(place, text::Catalog::english().format(sentence));
  }
  return samples;
}

Result<Sending> sending_of(db::ReadTransaction& read, InstitutionId institution, bool mail_is_set_up) {
  if (TRY(is_demo(read, institution))) return Sending::demo;
  return mail_is_set_up ? Sending::on : Sending::not_set_up;
}

Result<> change_words(db::Database& database, const Viewer& viewer, const Change& asked, const Words& words,
                      const Clock& clock, Random& random) {
  return change(
      database, viewer, asked, "letter.changed",
      [&](ProgramLetter& letter) -> Result<> {
        letter.own = TRY(checked(asked.kind, words));
        if (letter.own == shipped(asked.kind)) letter.own.reset();
        return {};
      },
      clock, random);
}

Result<> take_shipped(db::Database& database, const Viewer& viewer, const Change& asked, const Clock& clock,
                      Random& random) {
  return change(
      database, viewer, asked, "letter.changed",
      [](ProgramLetter& letter) -> Result<> {
        letter.own.reset();
        return {};
      },
      clock, random);
}

Result<> silence(db::Database& database, const Viewer& viewer, const Change& asked, bool silent, const Clock& clock,
                 Random& random) {
  return change(
      database, viewer, asked, silent ? "letter.silenced" : "letter.allowed",
      [&](ProgramLetter& letter) -> Result<> {
        letter.silent = silent;
        return {};
      },
      clock, random);
}

Result<Reached> still_to_write(db::ReadTransaction& read, InstitutionId institution, const Occasion& occasion,
                               Kind kind, Asked asked) {
  Reached out;
  auto receivers = TRY(receivers_of(read, institution, occasion, kind, asked));
  if (receivers.empty()) return out;
  const auto before = TRY(posted(read, institution, occasion.program.id, kind));
  std::erase_if(receivers, [&](const Receiver& one) { return before.contains({one.person, one.occasion}); });
  std::vector<PersonId> people;
  for (const Receiver& one : receivers) people.push_back(one.person);
  const auto addresses = TRY(accounts::addresses_of(read, institution, people));
  std::set<PersonId> unreachable;
  for (Receiver& one : receivers)
    if (addresses.contains(one.person)) out.people.push_back(std::move(one));
    else unreachable.insert(one.person);
  out.without_address = static_cast<std::int64_t>(unreachable.size());
  return out;
}

Result<> send_now(db::Database& database, const Viewer& viewer, ProgramId id, Kind kind, std::int64_t people,
                  bool mail_is_set_up, const Clock& clock, Random& random) {
  const auto job = jobs::JobId::random(random);
  const Instant now = clock.now();
  const auto salt = audit::draw_salt(random);
  return database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    const InstitutionId institution = viewer.institution_id;
    auto program = TRY(run_by(write, viewer, id));
    const auto sending = TRY(sending_of(write, institution, mail_is_set_up));
    if (sending == Sending::demo) return err(fail(ErrorCode::conflict, "letters.demo"));
    if (sending == Sending::not_set_up) return err(fail(ErrorCode::conflict, "letters.not_set_up"));
    if (TRY(letters_of(write, institution, id))[kind].silent) return err(fail(ErrorCode::conflict, "letters.silent"));
    const Date today = TRY(institutions::today_of(write, institution, clock));
    const auto occasion = TRY(occasion_of(write, institution, std::move(program), today));
    const auto reached = TRY(still_to_write(write, institution, occasion, kind, Asked::by_hand));
    if (reached.people.empty()) return err(fail(ErrorCode::conflict, "letters.nobody"));
    if (const auto now_there = static_cast<std::int64_t>(reached.people.size()); now_there != people)
      return err(fail(ErrorCode::conflict, "letters.people_changed").with("people", std::to_string(now_there)));
    TRY(note(write, viewer, "letter.sent_now", id, fmt::format(R"({{"kind":"{}","people":{}}})", name_of(kind), people),
             now, salt));
    TRY(jobs::enqueue(write, institution, job,
                      {look_kind, 1, job.text(), json::write(Look{id, kind}), now, look_attempts}, now));
    return {};
  });
}

Result<> look_soon(db::WriteTransaction& write, InstitutionId institution, const std::string& key, jobs::JobId id,
                   Instant now) {
  if (TRY(is_demo(write, institution))) return {};
  TRY(jobs::enqueue(write, institution, id, {look_kind, 1, key, json::write(Look{}), now, look_attempts}, now));
  return {};
}

jobs::Handler look_handler(db::Database& database, const Clock& clock, Random& random, bool mail_is_set_up) {
  return [&database, &clock, &random, mail_is_set_up](jobs::Work& work) -> Result<jobs::Completion> {
    const InstitutionId institution = work.job().institution;
    const auto asked = TRY(json::parse<Look>(work.job().payload));
    while (TRY(database.write_and_wait([&](db::WriteTransaction& write) {
             return note_outcomes(write, institution, noted_in_one_write);
           })) == noted_in_one_write)
      TRY(work.heartbeat(100));
    const auto sending =
        TRY(database.read([&](db::ReadTransaction& read) { return sending_of(read, institution, mail_is_set_up); }));
    if (sending != Sending::on) return jobs::Completion{"not_set_up", {}};
    const int count = TRY(look(work, database, clock, random, asked));
    return jobs::Completion{"looked at " + std::to_string(count), {}};
  };
}

Result<> on_offers_made(db::WriteTransaction& write, const relationships::OffersMade& event) {
  if (TRY(is_demo(write, event.institution))) return {};
  crypto::DerivedRandom random(event.seed);
  std::map<ProgramId, std::vector<Receiver>> by_program;
  for (const auto& offer : event.offers) {
    const char* const step = offer.acceptance == programs::Acceptance::explicit_yes ? "needs_yes" : "stands";
    const auto to = [&](PersonId person, Side side) {
      return Receiver{person, side, offer.id.text(), event.answer_by - 1, 0, step};
    };
    auto& receivers = by_program[offer.program];
    receivers.push_back(to(offer.learner, Side::learner));
    receivers.push_back(to(offer.educator, Side::educator));
  }
  return write_in_programs(write, event.institution, by_program, Kind::matched, event.now, random);
}

Result<> on_relationships_changed(db::WriteTransaction& write, const relationships::RelationshipsChanged& event) {
  if (TRY(is_demo(write, event.institution))) return {};
  crypto::DerivedRandom random(event.seed);
  std::map<ProgramId, std::vector<Receiver>> by_program;
  TRY(write.query(sql::parties_of_changed, event.institution, event.ids).each([&](const db::Row& row) {
    const bool educator = row.get<std::string_view>(3) == relationships::name_of(Side::educator);
    // Once for a day: who is paused, runs on and is paused again within it hears of the first.
    by_program[row.get<ProgramId>(1)].push_back(
        {row.get<PersonId>(2),
         educator ? Side::educator : Side::learner,
         fmt::format("{} {} {}", row.get<relationships::RelationshipId>(0).text(), relationships::name_of(event.change),
                     event.day.iso()),
         {},
         0,
         ""});
  }));
  return write_in_programs(write, event.institution, by_program, Kind::changed, event.now, random);
}

Result<> on_run_moved(db::WriteTransaction& write, const match_runs::RunMoved& event) {
  crypto::DerivedRandom random(event.seed);
  const auto job = jobs::JobId::random(random);
  return look_soon(write, event.institution, job.text(), job, event.now);
}

}  // namespace chiron::letters
