// /api/v1: invitations, join, login, logins, passphrase, me; in a demo on loopback its people and their links.
#pragma once

#include <functional>
#include <memory>

#include "features/accounts/authenticator.h"
#include "platform/http/router.h"

namespace chiron::accounts {

/// Whether invented people may be signed in as. Never in production, and never where others than this machine reach the
/// server.
enum class DemoLinks : std::uint8_t { closed, open };

/// What the routes need beside the gate.
struct Doors {
  std::shared_ptr<Gate> gate;
  LoginCookie cookie{Transport::plain};
  std::string address;  ///< what links begin with: "https://chiron.school.edu"
  DemoLinks demo = DemoLinks::closed;
  /// The institution that a visitor stands before; none yet on an empty installation.
  std::function<Result<std::optional<institutions::Institution>>()> visited;
};

/// Adds the routes.
void add_routes(http::Router& router, const Doors& doors);

}  // namespace chiron::accounts
