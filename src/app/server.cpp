// Composing and running the server.
#include "app/server.h"

#include <pthread.h>
#include <csignal>

#include <fmt/format.h>

#include "assets/web_assets.h"
#include "features/reports/report_routes.h"
#include "features/views/home/home_routes.h"
#include "platform/assets/assets.h"

namespace chiron::app {

http::Router all_routes(Installation& installation, InstitutionId institution, institutions::Mode mode) {
  http::Router router;
  const auto asker = [institution, mode](const http::Request&) {
    return reports::Asker{institutions::Viewer::of_visitor(institution),
                          mode == institutions::Mode::demo ? reports::Access::open : reports::Access::closed};
  };
  reports::add_routes(router, *installation.database, asker);
  views::home::add_routes(router, *installation.database, asker);
  router.files(assets::web_assets(), "/index.html", http::Router::Fallback::index);
  return router;
}

Result<> serve(Installation& installation, const ServeOptions& options, institutions::Mode mode, Console& console) {
  // Blocked before any thread starts, so that only the wait below receives them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  static const SystemClock clock;
  SystemRandom random;
  log::Log log(log::stderr_sink(), options.log_level, clock, random);
  http::Metrics metrics;
  http::ServerOptions server_options;
  server_options.address = options.address;
  server_options.port = options.port;
  server_options.ops_port = options.ops_port;
  server_options.origins = options.origins;
  server_options.trusted_proxies = options.trusted_proxies;
  server_options.log = &log;
  server_options.metrics = &metrics;
  server_options.ready = [&]() -> Result<> {
    if (!installation.database->accepts_writes()) return err(fail(ErrorCode::io, "db.writes_stopped"));
    return {};
  };
  const auto& catalog = console.catalog();
  server_options.sentence = [&catalog](const Error& error, const http::Request&) { return catalog.format(error); };
  auto server =
      TRY(http::Server::start(all_routes(installation, options.institution, mode), std::move(server_options)));
  console.say(text::Sentence("serve.ready").with("address", fmt::format("http://localhost:{}", server->port())));
  int signal = 0;
  sigwait(&ends, &signal);
  console.progress(text::Sentence("serve.stopping"));
  server->stop();
  return {};
}

}  // namespace chiron::app
