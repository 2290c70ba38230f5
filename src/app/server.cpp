// Composing and running the server.
#include "app/server.h"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/job_handlers.h"
#include "app/nightly.h"
#include "app/offered.h"
#include "assets/web_assets.h"
#include "features/concerns/concern_routes.h"
#include "features/educators/educator_routes.h"
#include "features/institutions/institution_store.h"
#include "features/letters/letter_routes.h"
#include "features/match_runs/match_run_routes.h"
#include "features/match_runs/waiting_routes.h"
#include "features/preferences/preference_routes.h"
#include "features/programs/program_routes.h"
#include "features/relationships/case_routes.h"
#include "features/relationships/relationship_routes.h"
#include "features/views/conflicts_ahead/conflicts_ahead_routes.h"
#include "features/views/home/home_routes.h"
#include "features/views/matching_room/matching_room_routes.h"
#include "features/views/my_people/my_people_routes.h"
#include "features/views/who_looked/who_looked_routes.h"
#include "platform/assets/assets.h"
#include "platform/crypto/token.h"

namespace chiron::app {

namespace {

/// What the server says about itself to a command that wanted the directory for itself.
Task where_task(std::string address) {
  return {"where",
          [address = std::move(address)](Installation&, std::string_view, const std::vector<std::string>&,
                                         Console& console) -> Result<> {
            console.say(text::Sentence("serve.already").with("address", address).with("process", ::getpid()));
            return {};
          }};
}

/// A task after which something has to be looked at.
Task followed_by(Task task, std::function<void()> look) {
  return {task.name, [run = std::move(task.run), look = std::move(look)](auto&&... given) -> Result<> {
            auto done = run(given...);
            look();
            return done;
          }};
}

/// The site's own crisis page. Read once: a page that must never fail does not depend on the disk.
Result<std::string> read_page(const std::filesystem::path& path) {
  if (path.empty()) return std::string();
  std::ifstream stream(path, std::ios::binary);
  std::string page(std::istreambuf_iterator<char>(stream), {});
  if (!stream || page.empty() || page.size() > std::size_t{256} * 1024)
    return err(refuse("serve.help_page").with("path", path.string()));
  std::string lower = page;
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (lower.find("<script") != std::string::npos)
    return err(refuse("serve.help_page_script").with("path", path.string()));
  return page;
}

/// Answers as many requests at a time as the machine has cores, unless told otherwise.
int workers_of(int wanted) {
  return wanted > 0 ? wanted : static_cast<int>(std::max(2U, std::thread::hardware_concurrency()));
}

bool is_loopback(std::string_view address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

/// The institution of the slug, or the first; looked for again by each request while there is none.
decltype(accounts::Doors::visited) visited_of(db::Database& database, std::string slug) {
  struct Known {
    std::mutex mutex;
    std::optional<institutions::Institution> institution;
  };
  return [&database, slug = std::move(slug),
          known = std::make_shared<Known>()]() -> Result<std::optional<institutions::Institution>> {
    const std::lock_guard lock(known->mutex);
    if (!known->institution)
      for (auto& each : TRY(database.read([](db::ReadTransaction& read) { return institutions::all(read); })))
        if (!known->institution && (slug.empty() || each.slug == slug)) known->institution = std::move(each);
    return known->institution;
  };
}

}  // namespace

accounts::Doors doors_of(db::Database& database, const accounts::Secrets& secrets, const ServeOptions& options,
                         const Clock& clock, Random& random) {
  accounts::Doors doors;
  doors.gate = std::make_shared<accounts::Gate>(database, secrets, clock, random);
  const bool secure = std::ranges::any_of(options.origins, [](const auto& each) { return each.starts_with("https:"); });
  doors.cookie = accounts::LoginCookie(secure ? accounts::Transport::https : accounts::Transport::plain);
  // A public address or a proxy says that others come this way, wherever we listen.
  const bool alone = is_loopback(options.address) && options.origins.empty() && options.trusted_proxies.empty();
  doors.demo = alone ? accounts::DemoLinks::open : accounts::DemoLinks::closed;
  doors.visited = visited_of(database, options.institution);
  return doors;
}

reports::AskerOf askers_of(accounts::Doors doors) {
  return [doors = std::move(doors)](const http::Request& request) {
    if (const auto who = accounts::signed_in(*doors.gate, doors.cookie, request); who && *who)
      return reports::Asker{(*who)->viewer, reports::access_of((*who)->viewer)};
    const auto visited = doors.visited();
    if (!visited || !*visited) return reports::Asker{};
    const bool open = (*visited)->mode == institutions::Mode::demo && doors.demo == accounts::DemoLinks::open;
    return reports::Asker{institutions::Viewer::of_visitor((*visited)->id),
                          open ? reports::Access::open : reports::Access::closed};
  };
}

namespace {

/// The routes that can be looked at live, with their neighbors: their answers depend on who looks, and on nothing else
/// of the request.
void add_viewed(http::Router& router, db::Database& database, const accounts::Doors& doors, const ImportHall& hall,
                const std::shared_ptr<Suggestions>& suggestions, const institutions::ViewerOf& viewer_of,
                std::function<void()> wake) {
  const Clock& clock = doors.gate->clock;
  Random& random = doors.gate->random;
  programs::add_routes(router, database, viewer_of, clock, random);
  educators::add_routes(router, database, viewer_of, in_the_way_of(suggestions), clock, random);
  preferences::add_routes(router, database, viewer_of,
                          {offered_to(suggestions), shown_to(suggestions), found_by_name(suggestions)}, clock, random);
  relationships::add_routes(router, database, viewer_of, clock, random);
  relationships::add_case_routes(router, database, viewer_of, clock, random);
  match_runs::add_routes(router, database, viewer_of, clock, random, std::move(wake));
  letters::add_routes(router, database, viewer_of, bool(doors.mail_invitation), clock, random);
  match_runs::add_waiting_routes(router, database, viewer_of, fitting_for(suggestions), clock, random);
  imports::add_routes(router, {{database, hall.room, hall.importing, hall.limits, clock, random}, viewer_of});
  const access_log::Noting log{database, clock, random};
  views::conflicts_ahead::add_routes(router, database, viewer_of, clock, log);
  views::matching_room::add_routes(router, database, viewer_of, log);
  views::my_people::add_routes(router, database, viewer_of);
}

/// Who opens a stream, and whether their login still holds while it goes on.
views::live::CallerOf callers_of(accounts::Doors doors) {
  return [doors = std::move(doors)](const http::Request& request) -> Result<views::live::Caller> {
    auto who = TRY(accounts::must_be_signed_in(*doors.gate, doors.cookie, request));
    const auto hash = crypto::token_hash(*request.cookie(doors.cookie.name()));
    return views::live::Caller{who.login.text(), std::move(who.viewer),
                               [gate = doors.gate, hash]() -> Result<std::optional<institutions::Viewer>> {
                                 auto still = TRY(accounts::still_signed_in(*gate, *hash));
                                 return still ? std::optional(std::move(still->viewer)) : std::nullopt;
                               }};
  };
}

}  // namespace

http::Router all_routes(db::Database& database, const accounts::Doors& doors, const ImportHall& hall,
                        std::shared_ptr<Suggestions> suggestions, views::home::Mail mail, std::function<void()> wake,
                        views::live::Hub& live) {
  http::Router router;
  const auto asker = askers_of(doors);
  const Clock& clock = doors.gate->clock;
  Random& random = doors.gate->random;
  const auto viewer_of = [doors](const http::Request& request) -> Result<institutions::Viewer> {
    return TRY(accounts::must_be_signed_in(*doors.gate, doors.cookie, request)).viewer;
  };
  accounts::add_routes(router, doors);
  add_viewed(router, database, doors, hall, suggestions, viewer_of, std::move(wake));
  views::who_looked::add_routes(router, database, viewer_of, clock);
  concerns::add_routes(router, std::make_shared<concerns::Desk>(database, doors.gate->secrets.slots, clock, random),
                       viewer_of);
  reports::add_routes(router, database, asker, {database, clock, random});
  views::home::add_routes(router, database, asker, mail, clock);
  views::live::add_routes(router, live, callers_of(doors));
  return router;
}

views::live::RevisionOf revisions_of(db::Database& database, const accounts::Doors& doors, const ImportHall& hall,
                                     std::shared_ptr<Suggestions> suggestions) {
  return views::live::revisions_in([&](http::Router& router, const institutions::ViewerOf& viewer_of) {
    add_viewed(router, database, doors, hall, suggestions, viewer_of, [] {});
  });
}

Result<> serve(Installation& installation, const ServeOptions& options, Console& console) {
  // Blocked before any thread of the server starts (those of the database never take them), so that only the wait
  // below receives them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  static const SystemClock clock;
  SystemRandom random;
  auto& database = *installation.database;
  log::Log log(options.log_file.empty() ? log::stderr_sink() : TRY(log::file_sink(options.log_file)), options.log_level,
               clock, random);
  TRY(clear_uploads(installation));
  http::Metrics metrics;
  http::ServerOptions server_options;
  server_options.address = options.address;
  server_options.port = options.port;
  server_options.ops_port = options.ops_port;
  server_options.workers = workers_of(options.workers);
  server_options.connections_max = options.connections_max;
  server_options.upload_directory = installation.directory.uploads();
  server_options.origins = options.origins;
  server_options.trusted_proxies = options.trusted_proxies;
  server_options.log = &log;
  server_options.metrics = &metrics;
  server_options.ready = [&]() -> Result<> {
    if (!database.accepts_writes()) return err(fail(ErrorCode::io, "db.writes_stopped"));
    return {};
  };
  const auto& catalog = console.catalog();
  server_options.sentence = [&catalog](const Error& error, const http::Request&) { return catalog.format(error); };
  const auto secrets = TRY(accounts::load_secrets(installation.directory.secrets(), database, random));
  PostOffice post(database, catalog, log, TRY(sender_of(options.mail, installation.directory.secrets(), clock)),
                  options.mail ? options.mail->from : "");
  jobs::Runner runner(database, clock, random);
  const auto suggestions = std::make_shared<Suggestions>(database, clock);
  handle_jobs(runner, database, suggestions, clock, random, &log);
  jobs::Runner mails(database, clock, random);
  handle_mails(mails, database, clock, random, &log, post);
  imports::UploadRoom room(installation.directory.uploads() / imports::upload_folder, clock, random);
  auto doors = doors_of(database, secrets, options, clock, random);
  // Of a large institution the first page does not wait for facts either.
  if (const auto visited = doors.visited(); visited && *visited) suggestions->facts().begin((*visited)->id);
  if (post.is_set_up())
    doors.mail_invitation = [&post](InstitutionId institution, const accounts::Invited& invited) {
      return post.invite(institution, invited);
    };
  post.gives([gate = doors.gate](InstitutionId institution, PersonId person, const std::string& email) {
    return accounts::way_in(*gate, institution, person, email);
  });
  const auto mail = post.is_set_up() ? views::home::Mail::set_up : views::home::Mail::not_set_up;
  const ImportHall hall{room, *installation.importing, installation.import_limits};
  views::live::HubLimits live_limits;
  live_limits.streams_max = options.connections_max / 2;  // the others answer requests
  views::live::Hub live(
      clock, revisions_of(database, doors, hall, suggestions), [&database] { return database.change_mark(); },
      live_limits);
  auto router = all_routes(database, doors, hall, suggestions, mail, [&runner] { runner.wake(); }, live);
  router.files(assets::web_assets(), "/index.html", http::Router::Fallback::index);
  router.page("/help", "/help.html", TRY(read_page(options.help_page)));
  auto server = TRY(http::Server::start(std::move(router), std::move(server_options)));
  const std::string address =
      options.origins.empty() ? fmt::format("http://localhost:{}", server->port()) : options.origins.front();

  post.stands_at(address);
  runner.start();
  mails.start();
  database.after_commit([&live] { live.changed(); });
  const struct Untell {
    db::Database& database;
    ~Untell() { database.after_commit({}); }
  } untell{database};
  live.start();
  NightWatch nights(database, clock, random, runner);
  auto commands = TRY(answer_commands(
      installation,
      {followed_by(import_task(), [&nights] { nights.look(); }), backup_task(), check_task(), mail_task(),
       followed_by(invite_task(address), [&nights] { nights.look(); }), where_task(address)},
      catalog));

  const auto there = TRY(database.read([](db::ReadTransaction& read) { return institutions::all(read); }));
  if (there.empty())
    console.say(text::Sentence("serve.empty").with("directory", installation.directory.root().string()));
  console.say(text::Sentence("serve.ready").with("address", address));
  int signal = 0;
  sigwait(&ends, &signal);
  pthread_sigmask(SIG_UNBLOCK, &ends, nullptr);  // whoever cannot wait any longer says so again
  console.progress(text::Sentence("serve.stopping"));
  server->stop();
  live.stop();
  commands->stop();
  nights.stop();
  runner.stop();
  mails.stop();
  return {};
}

Error already_served(const std::string& directory, Error locked, Console& console) {
  if (locked.key == "data_directory.locked") {
    // The holder says itself where it serves, if it is a server; who holds the directory is said in any case.
    (void)ask_server(directory, Call{"", "where", "{}", {}}, console);
  }
  return locked;
}

}  // namespace chiron::app
