// 128-bit random ids, one C++ type per kind of thing, so that a learner's id is never passed for an educator's.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/error.h"
#include "base/random.h"

namespace chiron {

/// 26 characters of lower-case Crockford base32 for 16 bytes; the form of ids in JSON and paths.
std::string id_text(const std::array<std::uint8_t, 16>& bytes);
/// Reads what id_text wrote; refuses anything else with "id.malformed".
Result<std::array<std::uint8_t, 16>> parse_id_text(std::string_view text);

/// A 128-bit id of the thing that Tag names: 16 bytes in SQL, 26 characters in JSON and paths (docs/foundations.md 2).
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::array<std::uint8_t, 16> bytes) : bytes_(bytes) {}

  static Id random(Random& random) {
    std::array<std::uint8_t, 16> bytes;
    random.fill(bytes);
    return Id(bytes);
  }
  static Result<Id> parse(std::string_view text) { return Id(TRY(parse_id_text(text))); }
  static Result<Id> from_bytes(BytesView view) {
    if (view.size() != 16) return err(fail(ErrorCode::invalid, "id.malformed"));
    std::array<std::uint8_t, 16> bytes;
    std::memcpy(bytes.data(), view.data(), 16);
    return Id(bytes);
  }

  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  std::string text() const { return id_text(bytes_); }
  bool is_nil() const { return *this == Id(); }
  constexpr auto operator<=>(const Id&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

using InstitutionId = Id<struct InstitutionTag>;
using PersonId = Id<struct PersonTag>;
using ProgramId = Id<struct ProgramTag>;
using AccountId = Id<struct AccountTag>;

}  // namespace chiron

template <class Tag>
struct std::hash<chiron::Id<Tag>> {
  std::size_t operator()(const chiron::Id<Tag>& id) const noexcept {
    std::size_t value;
    std::memcpy(&value, id.bytes().data(), sizeof value);
    return value;
  }
};
