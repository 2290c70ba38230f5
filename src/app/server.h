// The running server: routes of every feature, pages, and the sentence for every error.
#pragma once

#include "app/console.h"
#include "app/installation.h"
#include "platform/http/server.h"

namespace chiron::app {

struct ServeOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::optional<std::uint16_t> ops_port;  ///< none: no /healthz, /readyz, /metrics
  std::vector<std::string> origins;          ///< our own pages' addresses; empty: localhost with the port
  std::vector<std::string> trusted_proxies;  ///< whose X-Forwarded-For is believed
  log::Level log_level = log::Level::warning;
  InstitutionId institution;              ///< whom a visitor sees before accounts exist
};

/// The routes of all features over an installation, which must outlive the router. In a demo, and only there, reports
/// are open to whoever reaches the loopback address.
http::Router all_routes(Installation& installation, InstitutionId institution, institutions::Mode mode);

/// Serves until SIGINT or SIGTERM; returns what stopped it.
Result<> serve(Installation& installation, const ServeOptions& options, institutions::Mode mode, Console& console);

}  // namespace chiron::app
