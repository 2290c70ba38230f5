// The eight mails of a program: what each is for, and what a program office may write in it. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/error.h"

namespace chiron::letters {

enum class Kind : std::uint8_t {
  invite,    ///< educators are asked to take part; learners are told that the program begins
  wishes,    ///< learners choose whom they wish for
  answers,   ///< educators who take part look over what they answered, before anybody is matched
  preview,   ///< how many learners a signed-off match would propose to an educator; names nobody
  matched,   ///< a proposal waits for an answer
  waiting,   ///< a learner whom a published match brought to nobody: what happens next
  reminder,  ///< who has not answered yet
  changed,   ///< a relationship was paused, runs on, or ended
};
BOOST_DESCRIBE_ENUM(Kind, invite, wishes, answers, preview, matched, waiting, reminder, changed)
inline constexpr std::array<Kind, 8> all_kinds{Kind::invite,  Kind::wishes,  Kind::answers,  Kind::preview,
                                               Kind::matched, Kind::waiting, Kind::reminder, Kind::changed};
std::string_view name_of(Kind kind);
/// Errors: "letters.unknown_kind" (not_found).
Result<Kind> parse_kind(std::string_view name);

/// What may stand in braces in a kind's words; "link" must stand in its text.
std::vector<std::string_view> places_of(Kind kind);

/// What a mail says: plain text, with places as {program}.
struct Words {
  std::string subject;
  std::string text;

  bool operator==(const Words&) const = default;
};
/// Characters at most. A mail of a page is one that is read.
inline constexpr std::size_t longest_subject = 120, longest_text = 4000;

/// The words as they are kept: line ends as "\n", outer blanks gone. Refuses, each with the field in `setting`:
/// "letters.absent", "letters.too_long" {most, has}, "letters.control" (line ends in the subject and other control
/// characters, which could carry a header), "letters.unknown_place" {place, places}, "letters.brace" (a brace that
/// belongs to no place), "letters.link_absent".
Result<Words> checked(Kind kind, Words words);

/// What a program office made of a kind. Without words of its own: as shipped.
struct ProgramLetter {
  std::int64_t revision = 0;  ///< 0: untouched
  bool silent = false;        ///< not sent, by nobody
  std::optional<Words> own;
};

}  // namespace chiron::letters
