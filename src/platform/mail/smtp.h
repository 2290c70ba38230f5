// Handing a message to the institution's mail server, and to no other host.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "platform/mail/message.h"

namespace chiron::mail {

/// Hands a message on. Errors: those of check(Message); "mail.later" (unavailable: the server could not be reached, or
/// answered 4xx; trying again may help), "mail.unsafe" (unavailable: no TLS, or a certificate that proves nothing;
/// nothing was sent), "mail.login" (unavailable: user or password are missing or refused), "mail.refused" (the server
/// answered 5xx: given up). An answer of the server stands in `status`, its words nowhere, since they repeat addresses.
class Sender {
 public:
  virtual ~Sender() = default;
  /// May last as long as the server's time limit; a stop ends it with "mail.later".
  virtual Result<> send(const Message& message, const std::stop_token& stop = {}) = 0;
};

enum class Tls : std::uint8_t {
  none,      ///< on this machine only
  starttls,  ///< demanded before anything is said
  tls,       ///< from the first byte
};
/// Errors: "mail.unknown_tls".
Result<Tls> parse_tls(std::string_view name);

/// Where messages are handed on, as an administrator set it.
struct Server {
  std::string host;
  std::uint16_t port = 587;
  Tls tls = Tls::starttls;
  std::string user;                ///< empty: no login
  std::string password;            ///< never logged, never in an error
  std::filesystem::path ca;        ///< authorities beside the machine's own list; empty: that list
  std::int64_t limit_ms = 30'000;  ///< for a whole delivery
};
/// Errors: "mail.host", "mail.open_without_tls" (plain beyond loopback), "mail.password_absent", "mail.header".
Result<> check(const Server& server);

/// SMTP over libcurl. Safe to use from several threads; each delivery has a connection of its own, since messages are
/// few and a mail server closes idle connections.
class Smtp final : public Sender {
 public:
  /// Errors: those of check. `clock` must outlive it.
  static Result<Smtp> to(Server server, const Clock& clock);
  Result<> send(const Message& message, const std::stop_token& stop = {}) override;

 private:
  Smtp(Server server, const Clock& clock) : server_(std::move(server)), clock_(&clock) {}
  Server server_;
  const Clock* clock_;
};

}  // namespace chiron::mail
