// How roles and bytes stand in the API's JSON.
#pragma once

#include <vector>

#include "features/accounts/account.h"
#include "platform/json/json.h"

namespace chiron::accounts {

/// Bytes as base64.
struct Base64 {
  Bytes bytes;
};

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
template <>
struct Codec<accounts::Base64> {
  static Result<accounts::Base64> read(const Value& value, const Path& path);
  static void write(std::string& out, const accounts::Base64& value);
  static std::string schema(Schemas&) { return R"({"type":"string","contentEncoding":"base64","maxLength":64})"; }
};

}  // namespace chiron::json
