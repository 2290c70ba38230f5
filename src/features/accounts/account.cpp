// The rules of accounts.
#include "features/accounts/account.h"

#include <algorithm>

namespace chiron::accounts {
namespace {

constexpr std::string_view states[] = {"invited", "active", "disabled"};
constexpr std::string_view schemes[] = {"passphrase", "demo_link"};

bool is_plain(char c) { return c > ' ' && c < 0x7F; }

bool is_domain(std::string_view domain) {
  return !domain.empty() && domain.front() != '.' && domain.back() != '.' &&
         domain.find("..") == std::string_view::npos && std::ranges::all_of(domain, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
         });
}

bool in_one_program(const RoleGrant& one, const RoleGrant& other) {
  return !one.program || !other.program || *one.program == *other.program;
}

bool is_strict(AccountRole role) { return role == AccountRole::operator_ || role == AccountRole::confidential_contact; }

}  // namespace

std::string_view name_of(State state) { return states[static_cast<std::size_t>(state)]; }
Result<State> parse_state(std::string_view name) {
  for (const State state : {State::invited, State::active, State::disabled})
    if (name_of(state) == name) return state;
  return err(fail(ErrorCode::internal, "accounts.state"));
}

std::string_view name_of(Scheme scheme) { return schemes[static_cast<std::size_t>(scheme)]; }
Result<Scheme> parse_scheme(std::string_view name) {
  for (const Scheme scheme : {Scheme::passphrase, Scheme::demo_link})
    if (name_of(scheme) == name) return scheme;
  return err(fail(ErrorCode::internal, "accounts.scheme"));
}

Result<std::string> normal_email(std::string_view email) {
  std::string normal(email);
  for (char& c : normal)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const std::size_t at = normal.find('@');
  if (normal.size() > 254 || at == std::string::npos || at == 0 || at > 64 ||
      normal.find('@', at + 1) != std::string::npos || !std::ranges::all_of(normal, is_plain) ||
      !is_domain(std::string_view(normal).substr(at + 1)))
    return err(refuse("accounts.email"));
  return normal;
}

std::string masked_email(std::string_view email) {
  const std::size_t at = std::min(email.find('@'), email.size());
  return std::string(email.substr(0, 1)) + "…" + std::string(email.substr(at));
}

std::string_view browser_word(std::string_view user_agent) {
  // Edge calls itself Chrome too, and Chrome Safari.
  constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"Firefox/", "Firefox"}, {"Edg/", "Edge"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}};
  for (const auto& [mark, word] : words)
    if (user_agent.find(mark) != std::string_view::npos) return word;
  return "other";
}

bool kept_apart(const RoleGrant& one, const RoleGrant& other) {
  const auto are = [&](AccountRole a, AccountRole b) {
    return (one.role == a && other.role == b) || (one.role == b && other.role == a);
  };
  return are(AccountRole::operator_, AccountRole::evaluator) ||
         are(AccountRole::confidential_contact, AccountRole::coordinator) ||
         are(AccountRole::confidential_contact, AccountRole::lead) ||
         are(AccountRole::confidential_contact, AccountRole::operator_) ||
         (are(AccountRole::evaluator, AccountRole::coordinator) && in_one_program(one, other));
}

Result<> check_apart(const std::vector<DatedGrant>& held, const DatedGrant& next) {
  for (const DatedGrant& each : held)
    if (each.days.overlaps(next.days) && kept_apart(each.grant, next.grant))
      return err(fail(ErrorCode::conflict, "accounts.roles_apart")
                     .with("role", std::string(institutions::name_of(next.grant.role)))
                     .with("held", std::string(institutions::name_of(each.grant.role))));
  return {};
}

bool may_grant(const Viewer& viewer, const RoleGrant& grant) {
  if (viewer.kind == institutions::ViewerKind::operator_ || viewer.has(AccountRole::operator_)) return true;
  if (is_strict(grant.role)) return false;
  if (viewer.has(AccountRole::coordinator)) return true;
  return grant.program && viewer.has(AccountRole::coordinator, *grant.program) &&
         (grant.role == AccountRole::lead || grant.role == AccountRole::coordinator);
}

bool may_invite(const Viewer& viewer) {
  return viewer.kind == institutions::ViewerKind::operator_ || viewer.kind == institutions::ViewerKind::job ||
         std::ranges::any_of(viewer.roles, [](const RoleGrant& each) {
           return each.role == AccountRole::coordinator || each.role == AccountRole::operator_;
         });
}

LoginLimits limits_of(const std::vector<RoleGrant>& roles) {
  const bool strict = std::ranges::any_of(roles, [](const RoleGrant& each) { return is_strict(each.role); });
  return strict ? LoginLimits{std::int64_t{15} * 60, std::int64_t{12} * 3600}
                : LoginLimits{std::int64_t{60} * 60, std::int64_t{24} * 3600};
}

bool login_holds(Instant begun, Instant seen, const LoginLimits& limits, Instant now) {
  return now >= begun && now >= seen && now < seen.plus_ms(limits.idle_s * 1000) &&
         now < begun.plus_ms(limits.whole_s * 1000);
}

}  // namespace chiron::accounts
