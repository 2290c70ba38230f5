// The running server: routes of every feature, pages, and the sentence for every error.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/console.h"
#include "app/installation.h"
#include "app/offered.h"
#include "app/post_office.h"
#include "features/accounts/account_routes.h"
#include "features/imports/import_routes.h"
#include "features/reports/report_routes.h"
#include "features/views/home/next_things.h"
#include "features/views/live/live_routes.h"
#include "platform/http/server.h"

namespace chiron::app {

struct ServeOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::optional<std::uint16_t> ops_port;  ///< none: no /healthz, /readyz, /metrics
  int workers = 2;
  std::size_t connections_max = 10'000;
  std::vector<std::string> origins;          ///< our own pages' addresses; empty: localhost with the port
  std::vector<std::string> trusted_proxies;  ///< whose X-Forwarded-For is believed
  log::Level log_level = log::Level::warning;
  std::filesystem::path log_file;   ///< empty: standard error
  std::filesystem::path help_page;  ///< the site's own crisis page; empty: the one that ships
  std::optional<MailOptions> mail;  ///< none: no mail is sent
  std::string institution;          ///< slug of the one a visitor stands before; "": the first by slug
};

/// How accounts are reached under these options: the cookie over https where our pages are, and a demo's links only
/// where nobody but this machine reaches the server. `database`, clock and randomness must outlive what is returned.
accounts::Doors doors_of(db::Database& database, const accounts::Secrets& secrets, const ServeOptions& options,
                         const Clock& clock, Random& random);

/// Who asks: who is signed in, with what their roles open; else a visitor. In a demo, and only there, reports are open
/// to visitors who sit at this machine.
reports::AskerOf askers_of(accounts::Doors doors);

/// Where files that come through the browser lie until they are imported, and whose turn it is to import.
struct ImportHall {
  imports::UploadRoom& room;
  std::mutex& importing;
  csv::Limits limits = {};
};

/// The routes of all features; the only list of them. `database`, clock and randomness of the doors' gate, the hall's
/// room and `live` must outlive the router. `suggestions` are kept between requests, and are the same wherever a server
/// asks for facts; `mail` is what an operator is told; `wake` says that a job was added.
http::Router all_routes(db::Database& database, const accounts::Doors& doors, const ImportHall& hall,
                        std::shared_ptr<Suggestions> suggestions, views::home::Mail mail, std::function<void()> wake,
                        views::live::Hub& live);

/// What of these routes can be looked at live: their answers to whoever looks.
views::live::RevisionOf revisions_of(db::Database& database, const accounts::Doors& doors, const ImportHall& hall,
                                     std::shared_ptr<Suggestions> suggestions);

/// Serves pages, commands (over the control socket) and jobs until SIGINT or SIGTERM; a second signal ends the process
/// at once. Returns what kept it from starting.
Result<> serve(Installation& installation, const ServeOptions& options, Console& console);

/// Passes on why a directory could not be opened; when a server holds it, that one first says where it serves.
Error already_served(const std::string& directory, Error locked, Console& console);

}  // namespace chiron::app
