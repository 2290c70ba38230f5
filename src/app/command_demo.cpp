// `chiron demo`: writes the invented institution's files; or makes it in a data directory, does the main job, serves
// it.
#include <filesystem>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/demo/demo.h"
#include "app/demo_answers.h"
#include "app/demo_cases.h"
#include "app/job_handlers.h"
#include "app/main_job.h"
#include "app/output.h"
#include "app/server.h"
#include "features/accounts/account_actions.h"
#include "features/concerns/contact_actions.h"
#include "features/imports/import_actions.h"
#include "features/institutions/institution_store.h"
#include "features/people/people_store.h"
#include "features/programs/program_actions.h"
#include "features/programs/program_file.h"
#include "features/programs/program_now_store.h"
#include "features/reports/report_store.h"
#include "platform/json/json.h"

namespace chiron::app {
namespace {

struct Options {
  std::string out, data, scale = "school", today;
  std::uint64_t seed = 1;
  std::uint16_t port = 8080;
  bool once = false;
};

constexpr std::string_view first_slug = "riverside", second_slug = "island";

Result<> import_files(Installation& installation, InstitutionId institution, const std::string& directory,
                      DateRange undated, Date today, const Clock& clock, Random& random, Console& console) {
  duties::RosterOptions options;
  options.undated = undated;
  auto reading = TRY(duties::read_roster(files_in(directory), options));
  console.list(reading.roster.problems);
  auto roster = std::make_shared<const duties::Roster>(std::move(reading.roster));
  const auto preview =
      TRY(imports::preview(*installation.database, institution, roster, imports::Completeness::additions, today));
  const auto import = TRY(
      imports::accept(*installation.database, institutions::Viewer::of_operator(institution), preview, clock, random));
  console.progress(
      text::Sentence("demo.imported").with("people", import.people_added).with("duties", import.duties_added));
  return {};
}

/// Keys for an invented contact, all under the one passphrase that the demo names.
Result<> make_contact_keys(Installation& installation, InstitutionId institution, AccountId account,
                           const accounts::Secrets& secrets, const Clock& clock, Random& random) {
  const auto& user = account.bytes();
  crypto::Key user_root;
  crypto::Seeds seeds;
  crypto::RecoveryCode code;
  crypto::SlotParts by_passphrase{crypto::SlotKind::passphrase, user, {}, {}, {}};
  crypto::SlotParts by_code{crypto::SlotKind::recovery, user, {}, {}, {}};
  std::array<std::uint8_t, 24> nonce;
  for (const std::span<std::uint8_t> bytes :
       {std::span<std::uint8_t>(user_root), std::span<std::uint8_t>(seeds.sign), std::span<std::uint8_t>(seeds.receive),
        std::span<std::uint8_t>(code), std::span<std::uint8_t>(by_passphrase.salt),
        std::span<std::uint8_t>(by_passphrase.slot), std::span<std::uint8_t>(by_passphrase.nonce),
        std::span<std::uint8_t>(by_code.slot), std::span<std::uint8_t>(by_code.nonce), std::span<std::uint8_t>(nonce)})
    random.fill(bytes);
  const auto root = crypto::root_of_passphrase(concerns::demo_passphrase, by_passphrase.salt);
  const concerns::NewKeys made{crypto::make_bundle(seeds, user, 1, clock.now().micros / 1'000'000, {}),
                               crypto::seal_seeds(seeds, user, 1, nonce, user_root),
                               crypto::make_slot(by_passphrase, root, user_root),
                               crypto::make_slot(by_code, crypto::root_of_recovery(user, code), user_root)};
  const auto contact = institutions::Viewer::of_account(institution, account, {},
                                                        {{institutions::AccountRole::confidential_contact, {}}});
  return concerns::keep_keys(*installation.database, secrets.slots, contact, made, clock, random);
}

/// An invented person for each role, to sign in as by a link; those of learner and educator are in the roster.
Result<> add_accounts(Installation& installation, const institutions::Institution& institution) {
  using institutions::AccountRole;
  static const SystemClock clock;
  static SystemRandom random;
  auto& database = *installation.database;
  people::TextPool pool;
  std::optional<PersonId> learner, educator;
  TRY(database.read([&](db::ReadTransaction& read) -> Result<> {
    // The learner is one whom the institution's program is about, so that a match brings them somebody.
    const auto programs = TRY(programs::list(read, institution.id));
    const auto takes_part = [&](const people::Person& person) {
      return programs.empty() || programs::selects(programs.front().charter.terms.program.learners, person);
    };
    for (const auto& each : TRY(people::current(read, institution.id, pool))) {
      const bool is_learner = each.person.kind == people::Kind::learner;
      auto& one = is_learner ? learner : educator;
      if (!one && (!is_learner || takes_part(each.person))) one = each.id;
    }
    return {};
  }));
  const auto secrets = TRY(accounts::load_secrets(installation.directory.secrets(), database, random));
  accounts::Gate gate(database, secrets, clock, random);
  const auto has_any = TRY(database.read([&](db::ReadTransaction& read) -> Result<bool> {
    return !TRY(accounts::of_scheme(read, institution.id, accounts::Scheme::demo_link)).empty();
  }));
  if (has_any) return {};
  const auto add = [&](std::string_view name, std::optional<PersonId> person,
                       const std::vector<institutions::RoleGrant>& roles) {
    return accounts::add_demo_account(gate, institution.id, fmt::format("{}@{}.example", name, institution.slug),
                                      person, roles);
  };
  TRY(add("coordinator", {}, {{AccountRole::coordinator, {}}}));
  TRY(add("learner", learner, {}));
  TRY(add("educator", educator, {}));
  TRY(add("lead", {}, {{AccountRole::lead, {}}}));
  TRY(add("leader", {}, {{AccountRole::leader, {}}}));
  TRY(add("evaluator", {}, {{AccountRole::evaluator, {}}}));
  TRY(add("operator", {}, {{AccountRole::operator_, {}}}));
  // Two where concerns can be written; one alone, and nobody can.
  for (const char* name : {"contact", "second.contact"}) {
    const auto contact = TRY(add(name, {}, {{AccountRole::confidential_contact, {}}}));
    if (institution.slug != first_slug) break;
    TRY(make_contact_keys(installation, institution.id, contact, secrets, clock, random));
  }
  return {};
}

/// Makes the demo in an empty installation. Done in steps that each commit; the institution's row comes last but for
/// the job, so that a killed start begins again instead of serving half a demo.
Result<> make_demo(Installation& installation, const Options& options, Date today, Console& console) {
  static const SystemClock clock;
  SystemRandom random;
  auto& database = *installation.database;
  const std::string files = options.data + "/files";
  console.progress(text::Sentence("demo.writing"));
  app_demo::DemoOptions demo;
  demo.seed = options.seed;
  demo.today = today;
  TRY(app_demo::write_demo(demo, files));
  const auto calendar = TRY(app_demo::demo_calendar(today));

  const auto found =
      TRY(database.read([&](db::ReadTransaction& read) { return institutions::find_by_slug(read, first_slug); }));
  InstitutionId first = found ? found->id : InstitutionId::random(random);
  if (!found) {
    const auto second = InstitutionId::random(random);
    const auto one = TRY(institutions::Institution::of(first, std::string(first_slug), "Riverside School of Medicine",
                                                       "America/New_York", institutions::Mode::demo));
    const auto other = TRY(institutions::Institution::of(second, std::string(second_slug), "Island Hospital",
                                                         "America/New_York", institutions::Mode::demo));
    TRY(database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      TRY(institutions::insert(write, one));
      return institutions::insert(write, other);
    }));
    TRY(import_files(installation, second, files + "/second_institution", calendar.year, today, clock, random,
                     console));
  }
  const auto imported = TRY(database.read([&](db::ReadTransaction& read) { return imports::list(read, first); }));
  if (imported.empty()) TRY(import_files(installation, first, files, calendar.year, today, clock, random, console));

  // Last but for the job, as everything else is found again by a start that was killed.
  const auto program = TRY(programs::read_program(files + "/program.toml"));
  const auto made = TRY(programs::set_up(database, institutions::Viewer::of_operator(first),
                                         programs::Terms::of(program), clock, random));
  TRY(answer_for_the_demo(database, first, made, files, clock, random));
  console.progress(text::Sentence("demo.main_job"));
  jobs::Runner runner(database, clock, random);
  handle_jobs(runner, database, std::make_shared<Suggestions>(database, clock), clock, random);
  const auto job = jobs::JobId::random(random);
  const jobs::Request request{main_job_kind, 1, "first", json::write(MainJob{files, calendar.year, today}), {}, 3};
  const Instant now = clock.now();
  TRY(database.write_and_wait(
      [&](db::WriteTransaction& write) { return jobs::enqueue(write, first, job, request, now); }));
  TRY(runner.run_all_due());
  return {};
}

Result<> serve_demo(const Options& options, Console& console) {
  const Date today = options.today.empty() ? SystemClock().now().utc_date() : TRY(Date::parse(options.today));
  auto opened = open_installation(options.data, data_directory::Missing::create);
  if (!opened) return err(already_served(options.data, std::move(opened.error()), console));
  auto& installation = *opened;
  auto institution = TRY(installation.database->read(
      [&](db::ReadTransaction& read) { return institutions::find_by_slug(read, first_slug); }));
  const auto has_reports = [&](InstitutionId id) {
    auto listed = installation.database->read([&](db::ReadTransaction& read) {
      return reports::list_for(read, institutions::Viewer::of_operator(id), reports::Access::open);
    });
    return listed && !listed->empty();
  };
  if (!institution || !has_reports(institution->id)) {
    TRY(make_demo(installation, options, today, console));
    institution = TRY(installation.database->read(
        [&](db::ReadTransaction& read) { return institutions::find_by_slug(read, first_slug); }));
    if (!institution || !has_reports(institution->id)) return err(fail(ErrorCode::internal, "demo.main_job_failed"));
  }
  for (const auto& each :
       TRY(installation.database->read([](db::ReadTransaction& read) { return institutions::all(read); })))
    if (each.mode == institutions::Mode::demo) TRY(add_accounts(installation, each));
  static const SystemClock clock;
  SystemRandom random;
  TRY(plant_cases(installation, *institution, clock, random));
  if (options.once) return {};
  ServeOptions serve_options;
  serve_options.port = options.port;
  serve_options.institution = first_slug;
  return serve(installation, serve_options, console);
}

Result<> write_files(const Options& options, Console& console) {
  app_demo::DemoOptions demo;
  demo.seed = options.seed;
  demo.scale = TRY(app_demo::parse_demo_scale(options.scale));
  demo.today = options.today.empty() ? SystemClock().now().utc_date() : TRY(Date::parse(options.today));
  console.progress(text::Sentence("demo.writing"));
  const auto summary = TRY(app_demo::write_demo(demo, options.out));
  console.say(text::Sentence("demo.written")
                  .with("files", summary.files.size())
                  .with("directory", options.out)
                  .with("people", summary.people)
                  .with("duties", summary.duties));
  return {};
}

}  // namespace

Command demo_command() {
  return {"demo", [](Arguments arguments) {
            auto options = std::make_shared<Options>();
            arguments.value("--out", options->out, "DIR");
            arguments.value("--data", options->data, "DIR").excludes("--out");
            arguments.number("--port", options->port).needs("--data").shows_default();
            arguments.flag("--once", options->once).needs("--data");
            arguments.value("--scale", options->scale).needs("--out");
            arguments.value("--today", options->today, "DATE");
            arguments.number("--seed", options->seed).shows_default();
            return [options](Console& console) {
              if (options->out.empty() && options->data.empty()) return finish(err(refuse("demo.where")), console);
              return finish(options->out.empty() ? serve_demo(*options, console) : write_files(*options, console),
                            console);
            };
          }};
}

}  // namespace chiron::app
