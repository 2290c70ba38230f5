// Concerns to the confidential contacts: who may be one, where a concern stands, and the form of what was sealed. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/bytes.h"
#include "base/error.h"
#include "base/id.h"
#include "features/institutions/viewer.h"

namespace chiron::concerns {

using ConcernId = Id<struct ConcernTag>;

/// Nobody can write to fewer: a single contact could be the one whom the concern is about.
inline constexpr std::size_t fewest_contacts = 2;

/// Whether somebody with these roles of a day is a confidential contact then: has the role in the whole institution and
/// none that a concern may be about, whatever the database let through before roles were kept apart.
bool is_contact(const std::vector<institutions::RoleGrant>& roles);

/// Where the contacts stand with a concern. Any may follow any.
enum class ConcernState : std::uint8_t {
  received,   ///< nobody has said that they look at it
  looked_at,  ///< a contact does
  closed,
};
BOOST_DESCRIBE_ENUM(ConcernState, received, looked_at, closed)
std::string_view name_of(ConcernState state);
/// Errors: "concerns.state" {state}.
Result<ConcernState> parse_state(std::string_view name);

/// What a message is.
enum class Kind : std::uint8_t {
  first = 1,   ///< what opens a concern
  more = 2,    ///< more by whoever holds the case code
  answer = 3,  ///< by a contact
};

using Hash = std::array<std::uint8_t, 32>;

/// Whom a message is sealed to: a contact with the hash of their bundle; the writer as zeros.
struct Recipient {
  std::array<std::uint8_t, 16> user{};
  Hash bundle{};

  bool operator==(const Recipient&) const = default;
  auto operator<=>(const Recipient&) const = default;
};

/// What a message says without being opened.
struct Head {
  Kind kind = Kind::first;
  ConcernId concern;
  std::uint32_t number = 0;               ///< from 1, without gaps
  std::array<std::uint8_t, 16> author{};  ///< the contact who answers; zeros for the writer
  Hash before{};                          ///< of the message before; zeros in the first
  std::vector<Recipient> recipients;      ///< in ascending order, each once
};

/// The padding's step: all that a size tells is how many of them.
inline constexpr std::size_t step_bytes = 4096;
inline constexpr std::size_t most_steps = 16, most_recipients = 20;
/// Reads the head of a sealed message and holds that the rest has the form it should. Errors: "concerns.malformed".
Result<Head> head_of(BytesView sealed);

}  // namespace chiron::concerns
