// Opening what is on disk.
#include "app/installation.h"

#include <pthread.h>

#include <csignal>

#include "app/subscriptions.h"
#include "features/access_log/access_log_sql.h"
#include "features/accounts/accounts_sql.h"
#include "features/audit/audit.h"
#include "features/concerns/concerns_sql.h"
#include "features/conflicts/waiver_actions.h"
#include "features/duties/duties_sql.h"
#include "features/educators/educators_sql.h"
#include "features/imports/imports_sql.h"
#include "features/imports/staging.h"
#include "features/institutions/institution_store.h"
#include "features/letters/letters_sql.h"
#include "features/match_runs/match_runs_sql.h"
#include "features/people/people_sql.h"
#include "features/preferences/preferences_sql.h"
#include "features/programs/programs_sql.h"
#include "features/relationships/relationships_sql.h"
#include "features/reports/reports_sql.h"
#include "platform/jobs/jobs.h"
#include "platform/jobs/jobs_sql.h"
#include "platform/text/zone.h"

namespace chiron::app {

namespace {

/// Threads that start while this lives never take the signals that end a program: those are the main thread's, which a
/// server lets wait for them. Else a signal in the moment before it waits would kill the server instead of stopping it.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, &before_);
  }
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

}  // namespace

std::vector<db::MigrationSet> all_migrations() {
  return {jobs::migrations,      institutions::migrations, audit::migrations,         people::migrations,
          duties::migrations,    programs::migrations,     accounts::migrations,      access_log::migrations,
          conflicts::migrations, educators::migrations,    preferences::migrations,   relationships::migrations,
          match_runs::migrations, letters::migrations,     imports::migrations,       reports::migrations,
          concerns::migrations};
}

Result<institutions::Institution> institution_named(db::ReadTransaction& read, const std::string& slug) {
  auto all = TRY(institutions::all(read));
  if (slug.empty() && all.size() > 1) return err(refuse("invite.which_institution"));
  for (auto& each : all)
    if (slug.empty() || each.slug == slug) return std::move(each);
  return err(refuse("import.unknown_institution").with("institution", slug));
}

Result<institutions::Institution> institution_or_new(db::Database& database, const NamedInstitution& named,
                                                     Making making, Random& random) {
  auto found =
      TRY(database.read([&](db::ReadTransaction& read) { return institutions::find_by_slug(read, named.slug); }));
  if (found) return *found;
  if (named.name.empty()) return err(refuse("import.unknown_institution").with("institution", named.slug));
  auto made = TRY(institutions::Institution::of(InstitutionId::random(random), named.slug, named.name, named.time_zone,
                                                institutions::Mode::production));
  TRY(text::Zone::named(named.time_zone));
  if (making == Making::write)
    TRY(database.write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, made); }));
  return made;
}

Result<Installation> open_installation(const std::string& directory, data_directory::Missing missing,
                                       const std::string& url) {
  auto opened = TRY(data_directory::DataDirectory::open(directory, missing));
  const auto location =
      url == "sqlite" ? db::Location::sqlite(opened.database().string()) : db::Location::postgres(url);
  auto database = TRY([&] {
    const SignalsHeld held;
    return db::Database::open(location);
  }());
  subscribe(*database);
  TRY(database->migrate(all_migrations()));
  TRY(database->write_and_wait(conflicts::keep_rules));
  // What a program left that was killed just after it applied an import.
  TRY(imports::settle_all(*database));
  return Installation{.directory = std::move(opened), .database = std::move(database)};
}

}  // namespace chiron::app
