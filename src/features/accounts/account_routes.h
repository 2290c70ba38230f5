// /api/v1: invitations, join, login, logins, passphrase, me, access; in a demo on loopback its people and their links.
#pragma once

#include <functional>
#include <memory>

#include <boost/describe.hpp>

#include "features/accounts/account_actions.h"
#include "features/accounts/authenticator.h"
#include "platform/http/router.h"

namespace chiron::accounts {

/// Whether invented people may be signed in as. Never in production, and never where others than this machine reach the
/// server.
enum class DemoLinks : std::uint8_t { closed, open };

/// What became of the mail with an invitation's link.
enum class Mailed : std::uint8_t {
  sent,        ///< the mail server has it
  not_set_up,  ///< no mail leaves this installation: the link is to be handed over
  failed,      ///< the mail server did not take it: the link is to be handed over
  joined,      ///< no link is needed: they have an account, and the role from now on
};
BOOST_DESCRIBE_ENUM(Mailed, sent, not_set_up, failed, joined)

/// What the routes need beside the gate.
struct Doors {
  std::shared_ptr<Gate> gate;
  LoginCookie cookie{Transport::plain};
  std::string address;  ///< what links begin with: "https://chiron.school.edu"
  DemoLinks demo = DemoLinks::closed;
  /// Mails an invitation, after its write has committed and while its inviter waits: the token is in memory here, and a
  /// letter in the outbox would keep it in the database and its backups, where only its hash may lie. None: not set up.
  std::function<Mailed(InstitutionId, const Invited&)> mail_invitation;
  /// The institution that a visitor stands before; none yet on an empty installation.
  std::function<Result<std::optional<institutions::Institution>>()> visited;
};

/// Adds the routes.
void add_routes(http::Router& router, const Doors& doors);

}  // namespace chiron::accounts
