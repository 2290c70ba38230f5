// Accounts: who may sign in and how; which roles never meet in one hand; when a login ends. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.h"
#include "base/date.h"
#include "base/error.h"
#include "base/id.h"
#include "features/institutions/viewer.h"

namespace chiron::accounts {

using institutions::AccountRole;
using institutions::RoleGrant;
using institutions::Viewer;

using InvitationId = Id<struct InvitationTag>;
using LoginId = Id<struct LoginTag>;

enum class State : std::uint8_t {
  invited,   ///< has a link, has not joined yet
  active,    ///< may sign in
  disabled,  ///< may not, and whoever was signed in is no longer
};
std::string_view name_of(State state);
Result<State> parse_state(std::string_view name);

/// How an account proves itself.
enum class Scheme : std::uint8_t {
  passphrase,  ///< Argon2id in the browser (docs/confidentiality.md 2.2), then a one-time code
  demo_link,   ///< a link of the demo; the database refuses it in production
};
BOOST_DESCRIBE_ENUM(Scheme, passphrase, demo_link)
std::string_view name_of(Scheme scheme);
Result<Scheme> parse_scheme(std::string_view name);

/// What the browser derives with, fixed by the scheme: Argon2id13 with these and a salt of the account's own. Browsers
/// refuse less than this.
struct Derivation {
  int ops = 3;
  int memory_kib = 64 * 1024;
};

/// An e-mail address as accounts know it: lower case, and of a form that can be mailed to. 3 to 254 bytes of ASCII with
/// one @, no blanks. Errors: "accounts.email".
Result<std::string> normal_email(std::string_view email);
/// "a…@school.edu": enough to know one's own.
std::string masked_email(std::string_view email);

/// One word for the kind of browser that signed in: "Firefox", "Edge", "Chrome", "Safari", "other".
std::string_view browser_word(std::string_view user_agent);

/// A grant with the days on which it holds.
struct DatedGrant {
  RoleGrant grant;
  DateRange days;

  /// Whether it gives the same as another that begins within it and ends with it.
  bool holds_like(const DatedGrant& next) const {
    return grant == next.grant && days.contains(next.days.from) && days.to == next.days.to;
  }
};

/// Whether two roles must not meet in one account: {operator, evaluator}, {confidential contact, coordinator or lead or
/// operator}, whom concerns may be about, and {evaluator, coordinator} of one program (docs/confidentiality.md 4.2).
bool kept_apart(const RoleGrant& one, const RoleGrant& other);
/// Refuses a grant that, on some day, would stand beside one that must be kept apart from it: "accounts.roles_apart"
/// {role, held}. The database refuses it as well, and a confidential contact who supervises, assesses or manages.
Result<> check_apart(const std::vector<DatedGrant>& held, const DatedGrant& next);

/// Whether the viewer may give somebody else a role: the machine's operator any; an operator any; a coordinator of the
/// institution all but operator and confidential contact (who hears of coordinators); a coordinator of one program its
/// leads and coordinators.
bool may_grant(const Viewer& viewer, const RoleGrant& grant);
/// Whether the viewer may invite somebody without any role, as a learner or educator is. The program itself does when
/// it writes to somebody who has no way in yet.
bool may_invite(const Viewer& viewer);

/// How long a login lasts: idle an hour, a day altogether; a quarter of an hour and half a day with a role that sees or
/// rules much (operator, confidential contact).
struct LoginLimits {
  std::int64_t idle_s = 0, whole_s = 0;
};
LoginLimits limits_of(const std::vector<RoleGrant>& roles);
/// Whether a login begun and last seen then still holds. A clock that went backwards ends it.
bool login_holds(Instant begun, Instant seen, const LoginLimits& limits, Instant now);

/// How long an invitation waits.
inline constexpr std::int64_t invitation_days = 7;

}  // namespace chiron::accounts
