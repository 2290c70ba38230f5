// A person of the roster as the institution's file describes them. Pure facts; no identity attributes, ever.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace chiron::people {

/// What a person may take part as.
enum class Kind : std::uint8_t { learner, educator, both };

/// "learner", "educator", "both".
std::string_view name_of(Kind kind);
constexpr bool can_learn(Kind kind) { return kind != Kind::educator; }
constexpr bool can_teach(Kind kind) { return kind != Kind::learner; }

/// Why a person left; asked for when the `to` date is set (column left_because).
enum class LeaveReason : std::uint8_t { none, graduated, transferred, resigned, dismissed, other };

/// "" for none, else the lower-case word.
std::string_view name_of(LeaveReason reason);

/// One person. Texts are views into the TextPool of the file or roster that the person came from (or literals in
/// tests); "" means not given. Validated: id is not empty, has no control characters and is at most 200 bytes.
struct Person {
  std::string_view id;  ///< the institution's own id; made from e-mail or name when the file has none
  std::string_view given_name;
  std::string_view family_name;
  std::string_view email;  ///< lower case
  std::string_view profession;
  Kind kind = Kind::learner;
  Kind listed_as = Kind::learner;  ///< what the file lists: a "both" from the mentees file is listed as learner
  std::string_view stage;          ///< class, PGY, grade … as written
  std::string_view site;
  std::string_view unit;
  std::string_view cohort;
  std::string_view specialty;
  std::vector<std::string_view> languages;
  std::vector<std::string_view> interests;
  std::string_view manager;               ///< a person's id (as written until the roster has resolved it)
  std::optional<std::uint16_t> capacity;  ///< learners this educator takes, 0 to 500
  std::optional<double> hours_per_month;  ///< 0 to 200
  std::optional<Date> trained_on;
  std::optional<Date> declared_on;  ///< last declaration of conflicts
  DateRange present;                ///< [from, to): when the person belongs to the institution
  LeaveReason left_because = LeaveReason::none;
  /// False for people whom only the file of everybody names while lists of learners or educators were given as well:
  /// facts about them count, but they are not to be matched or audited.
  bool on_list = true;
  bool id_was_made = false;  ///< the file had no id for this person
  std::uint16_t file = 0;    ///< index into the list of files read
  std::uint32_t row = 0;     ///< as a spreadsheet shows it
};

}  // namespace chiron::people
