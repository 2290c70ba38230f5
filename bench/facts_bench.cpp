// Facts in the database: what an import costs and how long it keeps the writer, and what one changed duty costs until
// every relationship that it concerns is judged again. Each import stands beside a bare loop of prepared INSERTs that
// writes as many rows into one table in one transaction of the same engine, in the same run.
// facts_bench [school|national|PEOPLE DUTIES RELATIONSHIPS] [sqlite|postgres] [directory]; CHIRON_TEST_POSTGRES names
// the server (scripts/test_postgres).
#include <fmt/format.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "features/audit/audit.h"
#include "features/conflicts/conflicts_sql.h"
#include "features/imports/import_actions.h"
#include "features/imports/imports_sql.h"
#include "features/institutions/institution_store.h"
#include "features/programs/program_actions.h"
#include "features/relationships/relationship_actions.h"
#include "features/relationships/relationship_jobs.h"

namespace {

using namespace chiron;
using std::chrono::steady_clock;

const Date today = *Date::parse("2027-09-01");
const DateRange year{*Date::parse("2027-08-01"), *Date::parse("2028-08-01")};

double seconds_since(steady_clock::time_point start) {
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}

/// Ends the program with the reason: a benchmark has nothing to go on with.
template <class T>
T expect(Result<T> result) {
  if (result) {
    if constexpr (std::is_void_v<T>) return;
    else return *std::move(result);
  }
  fmt::print(stderr, "failed: {}\n", result.error().debug_text());
  std::exit(1);
}

struct Size {
  const char* name = "school";
  std::uint32_t learners = 900, educators = 246, duties = 8'365, relationships = 800;
};
constexpr Size school{}, national{"national", 250'000, 60'000, 1'000'000, 200'000};

/// Schools of about 800 learners and 190 educators: 20 units, and a site that everybody belongs to. One college stands
/// above all and holds every tenth learner: the largest group. Memberships count as duties.
class Nation {
 public:
  explicit Nation(Size wanted) : size(wanted), dice_(20270801) {
    schools_ = std::max(1u, size.learners / 800);
    roster->files = {"people.csv", "duties.csv"};
    for (std::uint32_t i = 0; i < size.learners + size.educators; ++i) add_person(i);
    for (std::uint32_t i = 0; i < size.learners; ++i) {
      member(i, duties::TargetKind::unit, unit(i % schools_, i / schools_ % 20));
      if (i % 10 == 0) member(i, duties::TargetKind::cohort, "College");
    }
    for (std::uint32_t i = 0; i < size.educators && roster->duties.size() < size.duties; ++i) {
      const std::uint32_t at = i % schools_;
      member(size.learners + i, duties::TargetKind::unit, unit(at, i / schools_ % 20));
      // Every ninth leads; the others are managed by somebody of their own school.
      if (i >= 9 * schools_)
        add(conflict::DutyKind::manages, educator(at, i / schools_ / 9),
            {duties::TargetKind::person, id(size.learners + i)}, year);
    }
    for (std::uint32_t at = 0; at < schools_; ++at)
      for (std::uint32_t u = 0; u < 20; ++u)
        for (const auto what : conflict::all_coverage_classes) {
          duties::CoverageStatement statement;
          statement.scope = {duties::TargetKind::unit, keep(unit(at, u))};
          statement.what = what;
          statement.days = year;
          roster->coverage.push_back(statement);
        }
    while (roster->duties.size() < size.duties) roster->duties.push_back(random_duty());
    roster->index_people();
  }

  std::uint32_t below(std::uint32_t count) { return static_cast<std::uint32_t>(dice_() % count); }
  std::string_view id(std::uint32_t person) const { return roster->people[person].id; }
  /// The n-th educator of a school; n wraps.
  std::uint32_t educator(std::uint32_t at, std::uint32_t n) const {
    return size.learners + (n % std::max(1u, size.educators / schools_)) * schools_ + at;
  }
  std::uint32_t school_of_learner(std::uint32_t learner) const { return learner % schools_; }

  duties::Duty random_duty() {
    using conflict::DutyKind;
    constexpr DutyKind towards_people[] = {DutyKind::supervises_clinically, DutyKind::writes_evaluation,
                                           DutyKind::assesses, DutyKind::supervises_thesis};
    constexpr DutyKind towards_groups[] = {DutyKind::writes_evaluation, DutyKind::sits_on, DutyKind::sets_rota_of};
    const std::uint32_t learner = below(size.learners), at = school_of_learner(learner);
    const std::uint32_t holder = educator(at, below(1'000));
    const Date from = year.from + static_cast<std::int32_t>(below(300));
    const DateRange days{from, from + 28 + static_cast<std::int32_t>(below(60))};
    if (below(10) < 7) return duty(towards_people[below(4)], holder, {duties::TargetKind::person, id(learner)}, days);
    return duty(towards_groups[below(3)], holder, {duties::TargetKind::unit, keep(unit(at, below(20)))}, days);
  }
  /// A panel over the college: a duty towards the largest group.
  duties::Duty college_duty() {
    return duty(conflict::DutyKind::sits_on, educator(below(schools_), below(1'000)),
                {duties::TargetKind::cohort, keep("College")}, year);
  }

  Size size;
  std::shared_ptr<duties::Roster> roster = std::make_shared<duties::Roster>();

 private:
  std::string_view keep(const std::string& text) { return roster->pool->keep(text); }
  static std::string unit(std::uint32_t at, std::uint32_t n) { return fmt::format("School {} unit {}", at, n); }
  static duties::Duty duty(conflict::DutyKind kind, std::string_view holder, duties::Target target, DateRange days) {
    return {kind, holder, target, days, "", 0, 0};
  }
  duties::Duty duty(conflict::DutyKind kind, std::uint32_t holder, duties::Target target, DateRange days) const {
    return duty(kind, id(holder), target, days);
  }
  void add(conflict::DutyKind kind, std::uint32_t holder, duties::Target target, DateRange days) {
    roster->duties.push_back(duty(kind, holder, target, days));
  }
  void member(std::uint32_t who, duties::TargetKind kind, const std::string& group) {
    add(conflict::DutyKind::member_of, who, {kind, keep(group)}, year);
  }
  void add_person(std::uint32_t i) {
    people::Person person;
    const bool learner = i < size.learners;
    const std::uint32_t number = learner ? i : i - size.learners;
    person.id = keep(fmt::format("{}{:06}", learner ? 'L' : 'E', number));
    person.given_name = keep(fmt::format("Given{}", i % 997));
    person.family_name = keep(fmt::format("Family{}", i % 9973));
    person.email = keep(fmt::format("{}@school{}.example", person.id, number % schools_));
    person.kind = person.listed_as = learner ? people::Kind::learner : people::Kind::educator;
    person.profession = "physician";
    person.languages = {"English"};
    person.unit = keep(unit(number % schools_, number / schools_ % 20));
    person.present = year;
    roster->people.push_back(person);
  }

  std::mt19937_64 dice_;
  std::uint32_t schools_ = 1;
};

/// The rival: as many rows, in one table, in one transaction.
constexpr const char* plain_columns =
    "CREATE TABLE plain (institution_id {0} NOT NULL, id {0} NOT NULL, kind TEXT NOT NULL, person TEXT NOT NULL, "
    "target TEXT NOT NULL, from_day {1} NOT NULL, to_day {1} NOT NULL, source TEXT NOT NULL, "
    "PRIMARY KEY (institution_id, id))";
constexpr const char* plain_insert = "INSERT INTO plain VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

struct PlainRow {
  std::array<std::uint8_t, 16> id;
  std::string_view kind, person, target;
};

std::vector<PlainRow> plain_rows(const Nation& nation) {
  SeededRandom random(5);
  std::vector<PlainRow> rows;
  for (const auto& person : nation.roster->people)
    rows.push_back({PersonId::random(random).bytes(), people::name_of(person.kind), person.id, person.family_name});
  for (const auto& duty : nation.roster->duties)
    rows.push_back({PersonId::random(random).bytes(), conflict::name_of(duty.kind), duty.person, duty.target.id});
  return rows;
}

double plain_sqlite(const std::string& path, const std::vector<PlainRow>& rows) {
  sqlite3* db = nullptr;
  sqlite3_open(path.c_str(), &db);
  const auto table = fmt::format(fmt::runtime(plain_columns), "BLOB", "INTEGER") + " STRICT";
  for (const char* text : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", table.c_str()})
    sqlite3_exec(db, text, nullptr, nullptr, nullptr);
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(db, plain_insert, -1, &insert, nullptr);
  const auto start = steady_clock::now();
  sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
  for (const auto& row : rows) {
    const auto text = [&](int place, std::string_view value) {
      sqlite3_bind_text(insert, place, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    };
    sqlite3_bind_blob(insert, 1, rows[0].id.data(), 16, SQLITE_STATIC);
    sqlite3_bind_blob(insert, 2, row.id.data(), 16, SQLITE_STATIC);
    text(3, row.kind);
    text(4, row.person);
    text(5, row.target);
    sqlite3_bind_int64(insert, 6, year.from.days_since_epoch());
    sqlite3_bind_int64(insert, 7, year.to.days_since_epoch());
    text(8, "");
    if (sqlite3_step(insert) != SQLITE_DONE) std::exit(1);
    sqlite3_reset(insert);
  }
  sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
  const double took = seconds_since(start);
  sqlite3_finalize(insert);
  sqlite3_close(db);
  return took;
}

double plain_postgres(const std::string& conninfo, const std::string& schema, const std::vector<PlainRow>& rows) {
  PGconn* connection = PQconnectdb(conninfo.c_str());
  const auto run = [&](const std::string& text) { PQclear(PQexec(connection, text.c_str())); };
  run("SET client_min_messages=warning; CREATE SCHEMA IF NOT EXISTS " + schema + "; SET search_path=" + schema);
  run(fmt::format(fmt::runtime(plain_columns), "uuid", "bigint"));
  PQclear(PQprepare(connection, "plain", plain_insert, 0, nullptr));
  const auto hex = [](const std::array<std::uint8_t, 16>& id) {
    std::string text;
    for (const auto byte : id) text += fmt::format("{:02x}", byte);
    return text;
  };
  const std::string institution = hex(rows[0].id), from = std::to_string(year.from.days_since_epoch()),
                    to = std::to_string(year.to.days_since_epoch());
  const auto start = steady_clock::now();
  run("BEGIN");
  for (const auto& row : rows) {
    const std::string id = hex(row.id), kind(row.kind), person(row.person), target(row.target);
    const char* values[] = {institution.c_str(), id.c_str(),   kind.c_str(), person.c_str(),
                            target.c_str(),      from.c_str(), to.c_str(),   ""};
    PGresult* result = PQexecPrepared(connection, "plain", 8, values, nullptr, nullptr, 0);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) std::exit(1);
    PQclear(result);
  }
  run("COMMIT");
  const double took = seconds_since(start);
  PQfinish(connection);
  return took;
}

std::unique_ptr<db::Database> open(const db::Location& location) {
  auto database = expect(db::Database::open(location));
  const std::vector<db::MigrationSet> sets{jobs::migrations,      institutions::migrations,  audit::migrations,
                                           people::migrations,    duties::migrations,        programs::migrations,
                                           conflicts::migrations, relationships::migrations, imports::migrations};
  expect(database->migrate(sets));
  return database;
}

/// Imports the nation, and then the same files with a tenth of the learners changed; undoes that.
void measure_import(db::Database& database, const institutions::Viewer& viewer, const Nation& nation, Random& random,
                    double rival) {
  const SystemClock clock;
  const auto timed = [&](const char* what, auto function) {
    const auto before = database.statistics();
    const auto start = steady_clock::now();
    function();
    const auto took = seconds_since(start);
    const auto after = database.statistics();
    fmt::print("  {:<34} {:8.2f} s, {:6} writes, {} longer than 20 ms\n", what, took, after.writes - before.writes,
               after.slow_writes - before.slow_writes);
    std::fflush(stdout);
    return took;
  };
  std::optional<imports::Preview> preview;
  const auto look = [&] {
    preview.emplace(expect(
        imports::preview(database, viewer.institution_id, nation.roster, imports::Completeness::additions, today)));
  };
  timed("preview of the first import", look);
  const double took =
      timed("first import, all of it new", [&] { expect(imports::accept(database, viewer, *preview, clock, random)); });
  fmt::print("  {:<34} {:8.2f} s: we take {:.1f} times as long\n", "rival: plain INSERTs, one table", rival,
             took / rival);
  timed("current_roster", [&] {
    expect(database.read([&](db::ReadTransaction& read) -> Result<std::size_t> {
      return TRY(imports::current_roster(read, viewer.institution_id)).duties.size();
    }));
  });
  for (std::size_t i = 0; i < nation.size.learners; i += 10) nation.roster->people[i].stage = "PGY2";
  timed("preview of the same files", look);
  std::optional<imports::Import> second;
  timed("import, a tenth of learners changed",
        [&] { second = expect(imports::accept(database, viewer, *preview, clock, random)); });
  timed("undo of it", [&] { expect(imports::undo(database, viewer, second->id, clock, random)); });
  const auto all = database.statistics();
  fmt::print("  longest run of one write {:.1f} ms; longest commit {:.1f} ms\n",
             static_cast<double>(all.longest_us) / 1e3, static_cast<double>(all.longest_commit_us) / 1e3);
}

/// Pairs learners with educators of their school and takes them for judged, as they would be after a quiet night.
void relate(db::Database& database, InstitutionId institution, const Nation& nation, Random& random,
            const std::unordered_map<std::string, PersonId>& ids) {
  const auto program = expect(programs::set_up(
      database, institutions::Viewer::of_operator(institution),
      programs::Terms::of(programs::standard_program(conflict::Role::mentor, year)), SystemClock(), random));
  constexpr std::uint32_t at_once = 500;
  for (std::uint32_t first = 0; first < nation.size.relationships; first += at_once) {
    std::vector<relationships::RelationshipId> drawn;
    for (std::uint32_t i = 0; i < at_once; ++i) drawn.push_back(relationships::RelationshipId::random(random));
    expect(database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      for (std::uint32_t i = first; i < std::min(first + at_once, nation.size.relationships); ++i) {
        relationships::Relationship one;
        one.id = drawn[i - first];
        one.program = program;
        one.days = year;
        const std::uint32_t at = nation.school_of_learner(i);
        TRY(relationships::insert(
            write, institution, one,
            {{ids.at(std::string(nation.id(i))), relationships::Side::learner},
             {ids.at(std::string(nation.id(nation.educator(at, i / 7)))), relationships::Side::educator}}));
      }
      return {};
    }));
  }
  const std::string_view filled[] = {"relationships", "relationship_parties", "findings", "institution_days"};
  expect(database.refresh_statistics(filled));
  static constexpr db::Sql judged_revisions(
      "UPDATE relationship_parties SET judged_revision = (SELECT q.revision FROM people q "
      "WHERE q.institution_id = relationship_parties.institution_id AND q.id = relationship_parties.person_id)");
  static constexpr db::Sql judged("UPDATE relationships SET standing = 'judged'");
  expect(database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    TRY(relationships::set_day(write, institution, today));
    TRY(write.execute(judged_revisions));
    TRY(write.execute(judged));
    return {};
  }));
}

struct Taken {
  double ms;
  int judged;
};

/// One duty said, applied, and every relationship that it leaves unchecked judged, in one write; and its commit.
Taken change_one(db::Database& database, InstitutionId institution, const duties::Duty& duty, Random& random,
                 const std::unordered_map<std::string, PersonId>& ids) {
  const people::Recording at{institution, people::ChangeId::random(random)};
  const auto id = duties::DutyId::random(random);
  std::optional<PersonId> target;
  if (duty.target.kind == duties::TargetKind::person) target = ids.at(std::string(duty.target.id));
  const auto holder = ids.at(std::string(duty.person));
  const auto seed = crypto::draw_seed(random);
  const auto start = steady_clock::now();
  const int judged = expect(database.write_and_wait([&](db::WriteTransaction& write) -> Result<int> {
    TRY(people::change_at_once(write, at, people::ChangeKind::edit, Instant{1}, [&](const people::Recording& in) {
      return duties::record(write, in, id, duty, holder, target);
    }));
    crypto::DerivedRandom drawn(seed);
    return relationships::judge_unchecked(write, {institution, Instant{1}, drawn}, 10'000);
  }));
  return {1e3 * seconds_since(start), judged};
}

void report(const char* what, std::vector<Taken> all) {
  std::sort(all.begin(), all.end(), [](const Taken& a, const Taken& b) { return a.ms < b.ms; });
  const auto at = [&](double share) {
    return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))].ms;
  };
  int judged = 0, most = 0;
  for (const auto& one : all) judged += one.judged, most = std::max(most, one.judged);
  fmt::print("  {:<34} median {:.1f} ms, p99 {:.1f}, worst {:.1f}; {:.1f} pairs judged on average, at most {}\n", what,
             at(0.5), at(0.99), all.back().ms, static_cast<double>(judged) / static_cast<double>(all.size()), most);
  std::fflush(stdout);
}

void measure_recheck(db::Database& database, InstitutionId institution, Nation& nation, Random& random) {
  std::unordered_map<std::string, PersonId> ids;
  for (auto& person :
       expect(database.read([&](db::ReadTransaction& read) { return people::known(read, institution); })))
    ids.emplace(std::move(person.external_id), person.id);
  auto start = steady_clock::now();
  relate(database, institution, nation, random, ids);
  fmt::print("  {} relationships made in {:.1f} s (not measured)\n", nation.size.relationships, seconds_since(start));
  std::vector<Taken> people, groups, college;
  while (people.size() < 200 || groups.size() < 100) {
    const auto duty = nation.random_duty();
    auto& list = duty.target.kind == duties::TargetKind::person ? people : groups;
    list.push_back(change_one(database, institution, duty, random, ids));
  }
  while (college.size() < 50) college.push_back(change_one(database, institution, nation.college_duty(), random, ids));
  report("a duty towards a person", people);
  report("a duty towards a unit", groups);
  report("a duty towards the largest group", college);
}

void measure(const Size& size, const db::Location& location, double rival, Nation& nation) {
  SystemRandom random;
  auto database = open(location);
  const auto institution = InstitutionId::random(random);
  const auto made =
      expect(institutions::Institution::of(institution, "north", "North", "Europe/Berlin", institutions::Mode::demo));
  expect(database->write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, made); }));
  const auto viewer = institutions::Viewer::of_operator(institution);
  measure_import(*database, viewer, nation, random, rival);
  if (size.relationships > 0) measure_recheck(*database, institution, nation, random);
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<Size> sizes{school, national};
  std::vector<db::Engine> engines{db::Engine::sqlite, db::Engine::postgres};
  std::vector<std::uint32_t> numbers;
  std::filesystem::path directory = std::filesystem::temp_directory_path();
  for (int i = 1; i < count; ++i) {
    const std::string_view word(arguments[i]);
    if (word == "school") sizes = {school};
    else if (word == "national") sizes = {national};
    else if (word == "sqlite") engines = {db::Engine::sqlite};
    else if (word == "postgres") engines = {db::Engine::postgres};
    else if (std::isdigit(static_cast<unsigned char>(word[0])))
      numbers.push_back(static_cast<std::uint32_t>(std::atoi(arguments[i])));
    else directory = word;
  }
  if (numbers.size() == 3) sizes = {{"own", numbers[0] * 4 / 5, numbers[0] / 5, numbers[1], numbers[2]}};
  const char* conninfo = std::getenv("CHIRON_TEST_POSTGRES");
  for (const auto& size : sizes)
    for (const auto engine : engines) {
      fmt::print("{} on {}: {} learners, {} educators, {} duties (memberships included)\n", size.name,
                 db::name_of(engine), size.learners, size.educators, size.duties);
      if (engine == db::Engine::postgres && conninfo == nullptr) {
        fmt::print("  not measured: CHIRON_TEST_POSTGRES is not set\n");
        continue;
      }
      Nation nation(size);
      const auto own = directory / fmt::format("chiron-facts-bench-{}", ::getpid());
      std::filesystem::create_directories(own);
      const auto rows = plain_rows(nation);
      const std::string schema = fmt::format("bench_{}_{}", ::getpid(), size.name);
      if (engine == db::Engine::sqlite) {
        const double rival = plain_sqlite(own / "plain.db", rows);
        measure(size, db::Location::sqlite(own / "chiron.db"), rival, nation);
      } else {
        const double rival = plain_postgres(conninfo, schema, rows);
        measure(size, db::Location::postgres(conninfo, schema), rival, nation);
      }
      std::filesystem::remove_all(own);
    }
}
