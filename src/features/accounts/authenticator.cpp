// The cookie.
#include "features/accounts/authenticator.h"

#include <fmt/format.h>

namespace chiron::accounts {
namespace {

std::string rest_of(Transport transport) {
  return std::string("; Path=/; HttpOnly; SameSite=Strict") + (transport == Transport::https ? "; Secure" : "");
}

}  // namespace

http::Header LoginCookie::given(std::string_view token) const {
  return {"Set-Cookie", fmt::format("{}={}{}", name(), token, rest_of(transport_))};
}

http::Header LoginCookie::taken() const {
  return {"Set-Cookie", fmt::format("{}={}; Max-Age=0", name(), rest_of(transport_))};
}

Result<std::optional<SignedIn>> signed_in(Gate& gate, const LoginCookie& cookie, const http::Request& request) {
  const auto token = request.cookie(cookie.name());
  if (!token) return std::optional<SignedIn>();
  return signed_in(gate, *token);
}

Result<SignedIn> must_be_signed_in(Gate& gate, const LoginCookie& cookie, const http::Request& request) {
  auto who = TRY(signed_in(gate, cookie, request));
  if (!who) return err(fail(ErrorCode::unauthenticated, "accounts.signed_out"));
  return *std::move(who);
}

}  // namespace chiron::accounts
