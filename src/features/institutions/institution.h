// The school or hospital that one set of data belongs to: every table's keys start with its id.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/error.h"
#include "base/id.h"

namespace chiron::institutions {

/// Written at creation and never changed (the database refuses): a demo's shortcuts must never reach real people.
enum class Mode : std::uint8_t { demo, production };
BOOST_DESCRIBE_ENUM(Mode, demo, production)

/// "demo" or "production".
std::string_view name_of(Mode mode);
Result<Mode> mode_of(std::string_view name);

/// An institution that exists is valid: make one with `Institution::of`.
struct Institution {
  InstitutionId id;
  std::string slug;       ///< in addresses and commands: 2-40 of a-z, 0-9 and -, starting with a letter
  std::string name;       ///< as people read it, 1-200 bytes
  std::string time_zone;  ///< an IANA name such as "America/New_York"; its days are the institution's days
  Mode mode = Mode::production;

  bool operator==(const Institution&) const = default;

  /// Errors: "institutions.slug", "institutions.name", "institutions.time_zone" (form only; platform/text knows zones).
  static Result<Institution> of(InstitutionId id, std::string slug, std::string name, std::string time_zone, Mode mode);
};

}  // namespace chiron::institutions
