// How roles and bytes stand in the API's JSON.
#pragma once

#include <vector>

#include "features/accounts/account.h"
#include "platform/json/json.h"

namespace chiron::accounts {

/// Bytes as base64, in at most `longest` characters.
template <std::size_t longest>
struct Base64UpTo {
  Bytes bytes;
};
using Base64 = Base64UpTo<64>;

/// A role in one program, or in the whole institution.
struct Role {
  AccountRole role = AccountRole::lead;
  std::optional<ProgramId> program;
};
BOOST_DESCRIBE_STRUCT(Role, (), (role, program))

inline std::vector<Role> roles_json(const std::vector<RoleGrant>& grants) {
  std::vector<Role> roles;
  for (const RoleGrant& grant : grants) roles.push_back({grant.role, grant.program});
  return roles;
}

}  // namespace chiron::accounts

namespace chiron::json {

/// Not a described enum: `operator` is a word that C++ keeps for itself.
template <>
struct Codec<institutions::AccountRole> {
  static Result<institutions::AccountRole> read(const Value& value, const Path& path);
  static void write(std::string& out, institutions::AccountRole role) { write_text(out, institutions::name_of(role)); }
  static std::string schema(Schemas& schemas);
};
Result<Bytes> read_base64(const Value& value, const Path& path, std::size_t longest);
void write_base64(std::string& out, BytesView bytes);
template <std::size_t longest>
struct Codec<accounts::Base64UpTo<longest>> {
  static Result<accounts::Base64UpTo<longest>> read(const Value& value, const Path& path) {
    return accounts::Base64UpTo<longest>{TRY(read_base64(value, path, longest))};
  }
  static void write(std::string& out, const accounts::Base64UpTo<longest>& value) { write_base64(out, value.bytes); }
  static std::string schema(Schemas&) {
    return R"({"type":"string","contentEncoding":"base64","maxLength":)" + std::to_string(longest) + "}";
  }
};

}  // namespace chiron::json
