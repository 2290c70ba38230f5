// From a request to who is asking: the cookie, the login it names, the roles that hold today.
#pragma once

#include <optional>
#include <string>

#include "features/accounts/account_actions.h"
#include "platform/http/message.h"

namespace chiron::accounts {

/// Whether our own pages are reached by https: then the cookie never travels any other way.
enum class Transport : std::uint8_t { plain, https };

/// The cookie of a login. HttpOnly, SameSite=Strict, for the whole site, gone with the browser; over https also Secure
/// and bound to this host by its name's prefix.
class LoginCookie {
 public:
  explicit LoginCookie(Transport transport) : transport_(transport) {}
  std::string_view name() const { return transport_ == Transport::https ? "__Host-sid" : "sid"; }
  /// The Set-Cookie header that gives it, or takes it away.
  http::Header given(std::string_view token) const;
  http::Header taken() const;

 private:
  Transport transport_;
};

/// Who holds the request's cookie; nobody without one. Reads the database: call it before a reading of your own.
Result<std::optional<SignedIn>> signed_in(Gate& gate, const LoginCookie& cookie, const http::Request& request);
/// The same where somebody must be: "accounts.signed_out" (unauthenticated).
Result<SignedIn> must_be_signed_in(Gate& gate, const LoginCookie& cookie, const http::Request& request);

}  // namespace chiron::accounts
