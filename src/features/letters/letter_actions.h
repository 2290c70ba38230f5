// Changing what a program's mails say, and writing them.
#pragma once

#include "base/random.h"
#include "features/institutions/viewer.h"
#include "features/letters/receivers.h"
#include "features/match_runs/match_run_events.h"
#include "features/relationships/relationship_events.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"
#include "platform/mail/letter.h"

namespace chiron::letters {

/// The words that Chiron comes with, with their places.
Words shipped(Kind kind);

/// The letter to somebody: words, places and what fills them, to be worded when it is sent.
mail::Letter letter_to(const std::string& address, Kind kind, const Words& words, const programs::ProgramNow& program,
                       const Receiver& receiver);

/// What each place of the kind reads like for somebody, in the order of places_of; of "link" the path.
std::vector<std::pair<std::string, std::string>> samples_of(Kind kind, const programs::ProgramNow& program,
                                                            const Receiver& receiver);

/// Whether anything can leave. Of a demo nothing does: its people are invented, their addresses may be somebody's.
enum class Sending : std::uint8_t { on, not_set_up, demo };
BOOST_DESCRIBE_ENUM(Sending, on, not_set_up, demo)
Result<Sending> sending_of(db::ReadTransaction& read, InstitutionId institution, bool mail_is_set_up);

/// What a coordinator does to a kind, which stood at `revision`.
struct Change {
  ProgramId program;
  Kind kind = Kind::invite;
  std::int64_t revision = 0;
};
/// Each in one transaction with its audit entry, which holds no words. Errors: "programs.unknown" (not_found; also for
/// whoever may not see the program), "programs.not_yours" (forbidden), "programs.archived" (conflict), those of
/// checked(), "letters.changed_meanwhile" (conflict). What stands so already stays: a request may come twice.
Result<> change_words(db::Database& database, const institutions::Viewer& viewer, const Change& change,
                      const Words& words, const Clock& clock, Random& random);
Result<> take_shipped(db::Database& database, const institutions::Viewer& viewer, const Change& change,
                      const Clock& clock, Random& random);
Result<> silence(db::Database& database, const institutions::Viewer& viewer, const Change& change, bool silent,
                 const Clock& clock, Random& random);

/// Who would be written to now, and who cannot be: nobody knows an address.
struct Reached {
  std::vector<Receiver> people;
  std::int64_t without_address = 0;
};
/// Whom the kind is for and who was not written to yet.
Result<Reached> still_to_write(db::ReadTransaction& read, InstitutionId institution, const Occasion& occasion,
                               Kind kind, Asked asked);

/// Has a kind written now to `people` people, the number that was named to the coordinator. Errors: those above,
/// "letters.nobody", "letters.people_changed" {people}, "letters.silent", "letters.not_set_up", "letters.demo" (all
/// conflict).
Result<> send_now(db::Database& database, const institutions::Viewer& viewer, ProgramId program, Kind kind,
                  std::int64_t people, bool mail_is_set_up, const Clock& clock, Random& random);

/// The kind of the job that looks for letters to write.
inline constexpr const char* look_kind = "letters.look";
/// Enqueues a look at everything that is due in an institution. Equal keys are looked at once.
Result<> look_soon(db::WriteTransaction& write, InstitutionId institution, const std::string& key, jobs::JobId id,
                   Instant now);
/// Writes what is due, in short writes, and notes what became of what was written. Does nothing where mail is not set
/// up, so that what is due is still written once it is. The arguments must outlive it.
jobs::Handler look_handler(db::Database& database, const Clock& clock, Random& random, bool mail_is_set_up);

/// Subscribers: in the write in which it happens both sides are written to; of a conflict the educator not before the
/// learner was told.
Result<> on_offers_made(db::WriteTransaction& write, const relationships::OffersMade& event);
Result<> on_relationships_changed(db::WriteTransaction& write, const relationships::RelationshipsChanged& event);
/// A run was signed off or published: what follows is looked for soon.
Result<> on_run_moved(db::WriteTransaction& write, const match_runs::RunMoved& event);

}  // namespace chiron::letters
