// What the one who asks has to do next, of everything that their roles let them see; and what comes after.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "features/institutions/viewer.h"
#include "platform/db/transaction.h"
#include "platform/text/sentence.h"

namespace chiron::views::home {

/// Something to do: what, on which page, and the first day on which it is too late.
struct Thing {
  text::Sentence sentence;
  std::string href;  ///< "" for what is done at the machine itself: the sentence then says how
  std::optional<Date> before = {};
};

/// What is asked of the viewer, soonest first, what has no day last; `later` says what comes next and when, where
/// anything is known to come.
struct NextThings {
  std::vector<Thing> now;
  std::optional<text::Sentence> later;
};

/// Whether the machine hands mails on, which only its settings say.
enum class Mail : std::uint8_t { set_up, not_set_up };

/// Everything through the access rule of the page that it leads to: an account without roles and without a person gets
/// nothing. A few queries however many people there are.
Result<NextThings> next_things(db::ReadTransaction& read, const institutions::Viewer& viewer, Mail mail,
                               const Clock& clock);

}  // namespace chiron::views::home
