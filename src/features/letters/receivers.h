// Whom a mail of a program is for, and when.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/letters/letter_store.h"
#include "features/programs/program_now_store.h"
#include "features/relationships/relationship.h"

namespace chiron::letters {

using relationships::Side;

/// Somebody to write to, and what fills the places of their letter.
struct Receiver {
  PersonId person;
  Side side = Side::learner;
  std::string occasion;  ///< what it is about, where a kind may be written more than once: an id or a side
  std::optional<Date> day;
  std::int64_t count = 0;
  std::string next_step;  ///< the rest of a key mail.next.<kind>.…; "" without one
};

/// How a question is asked: by the night, which keeps to days, or by a coordinator, who may be early or late.
enum class Asked : std::uint8_t { by_calendar, by_hand };

/// A program as far as its mails depend on it.
struct Occasion {
  programs::ProgramNow program;
  programs::Calendar calendar{};
  Date today;

  DateRange days_of(programs::Step step) const {
    return calendar[static_cast<std::size_t>(step)].on(program.charter.terms.program.term.from);
  }
};
Result<Occasion> occasion_of(db::ReadTransaction& read, InstitutionId institution, programs::ProgramNow program,
                             Date today);

/// The days of the calendar on which a kind is due; none for those that follow from an event or from silence.
std::optional<DateRange> days_of(Kind kind, const Occasion& occasion);

/// How long before the end of recruiting, and of wishes, somebody is reminded; and before an offer ends.
inline constexpr std::int32_t remind_educators_days = 7, remind_learners_days = 5, remind_offers_days = 2;
/// For how long after a match was published the night looks for learners who got nobody.
inline constexpr std::int32_t waiting_days = 7;

/// Everybody whom the kind is for, whether written to before or not, with or without an address. Nobody in an archived
/// program; before the program runs only those whom a published match concerns. A preview is for nobody before the run
/// is signed off, and for nobody once it is published.
Result<std::vector<Receiver>> receivers_of(db::ReadTransaction& read, InstitutionId institution,
                                           const Occasion& occasion, Kind kind, Asked asked);

}  // namespace chiron::letters
