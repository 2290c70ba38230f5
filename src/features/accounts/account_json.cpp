// Codecs.
#include "features/accounts/account_json.h"

#include "platform/crypto/token.h"

namespace chiron::json {

Result<institutions::AccountRole> Codec<institutions::AccountRole>::read(const Value& value, const Path& path) {
  const auto name = TRY(Codec<std::string>::read(value, path));
  auto role = institutions::account_role_of(name);
  if (!role) return err(std::move(role.error()).with("at", path.pointer()));
  return *role;
}

std::string Codec<institutions::AccountRole>::schema(Schemas& schemas) {
  return schemas.reference("AccountRole", "institutions::AccountRole", [] {
    return std::string(
        R"({"type":"string","enum":["coordinator","lead","leader","evaluator","operator","confidential_contact"]})");
  });
}

Result<Bytes> read_base64(const Value& value, const Path& path, std::size_t longest) {
  const auto text = TRY(Codec<std::string>::read(value, path));
  auto bytes = text.size() <= longest ? crypto::from_base64(text) : std::nullopt;
  if (!bytes) return err(refuse("accounts.bytes").with("at", path.pointer()));
  return *std::move(bytes);
}

void write_base64(std::string& out, BytesView bytes) { write_text(out, crypto::base64(bytes)); }

}  // namespace chiron::json
