// For this folder's tests and those of features above: two institutions with a program each and people in the roster, a
// clock that stands still, and somebody who joins as a browser would.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "features/accounts/account_actions.h"
#include "features/audit/audit.h"
#include "features/duties/duty_store.h"
#include "features/institutions/institution_store.h"
#include "features/people/change_store.h"
#include "features/people/people_store.h"
#include "features/programs/program_actions.h"
#include "platform/db/testing.h"

namespace chiron::accounts {

inline const Date today = *Date::parse("2026-11-22");
constexpr std::int64_t second_ms = 1000, minute_ms = 60 * second_ms, hour_ms = 60 * minute_ms;

class AccountsFixture : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    std::vector<db::MigrationSet> sets{institutions::migrations, audit::migrations,    people::migrations,
                                       duties::migrations,       programs::migrations, accounts::migrations};
    sets.insert(sets.end(), migrations_.begin(), migrations_.end());
    open(sets);
    if (IsSkipped()) return;
    for (const auto& [slug, mode] :
         {std::pair("north", institutions::Mode::production), std::pair("south", institutions::Mode::production),
          std::pair("demo", institutions::Mode::demo)}) {
      const auto id = InstitutionId::random(random_);
      institutions_[slug] = id;
      const auto made = institutions::Institution::of(id, slug, std::string(slug) + " school", "Europe/Berlin", mode);
      ASSERT_TRUE(
          database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *made); }));
      const auto program = programs::set_up(
          database(), Viewer::of_operator(id),
          programs::Terms::of(programs::standard_program(conflict::Role::mentor, year_)), clock_, random_);
      ASSERT_TRUE(program) << program.error().debug_text();
      programs_[slug] = *program;
    }
    for (const char* name : {"learner", "educator"}) people_[name] = PersonId::random(random_);
    const auto said = say([&](db::WriteTransaction& write, const people::Recording& at) -> Result<> {
      for (const auto& [name, id] : people_) TRY(people::insert(write, at, id, name));
      return {};
    });
    ASSERT_TRUE(said) << said.error().debug_text();
    gate_ = std::make_unique<Gate>(database(), Secrets::of(crypto::Key{1, 2, 3}), clock_, random_);
  }

  InstitutionId north() const { return institutions_.at("north"); }
  Viewer machine() const { return Viewer::of_operator(north()); }
  static RoleGrant whole(AccountRole role) { return {role, {}}; }

  template <class Facts>
  Result<> say(Facts facts) {
    const people::Recording change{north(), people::ChangeId::random(random_)};
    return database().write_and_wait([&](db::WriteTransaction& write) {
      return people::change_at_once(write, change, people::ChangeKind::edit, clock_.now(),
                                    [&](const people::Recording& at) { return facts(write, at); });
    });
  }
  Result<> assesses(const std::string& holder, const std::string& target, DateRange days) {
    return say([&](db::WriteTransaction& write, const people::Recording& at) {
      return duties::record(
          write, at, duties::DutyId::random(random_),
          {conflict::DutyKind::assesses, holder, {duties::TargetKind::person, target}, days, "", 0, 0},
          people_.at(holder), people_.at(target));
    });
  }

  void pass(std::int64_t ms) { clock_.set(clock_.now().plus_ms(ms)); }
  /// What a browser would derive: told apart by one byte here.
  static Bytes derived(std::uint8_t byte) { return Bytes(32, byte); }
  static std::string key_of(const auto& result) { return result ? "" : result.error().key; }

  /// Somebody with an app, as they are from their invitation on.
  struct Somebody {
    std::string email;
    crypto::TotpSecret secret{};
    std::string cookie;
  };
  std::string invited(const std::string& email, const std::vector<RoleGrant>& roles,
                      std::optional<PersonId> person = {}) {
    const auto made = invite(*gate_, machine(), {email, person, roles});
    EXPECT_TRUE(made) << (made ? "" : made.error().debug_text());
    return made ? made->token : "";
  }
  std::string code_of(const Somebody& who) const {
    return crypto::totp_code(who.secret, crypto::totp_step(clock_.now()));
  }
  Somebody joined(const std::string& email, const std::vector<RoleGrant>& roles, std::optional<PersonId> person = {}) {
    Somebody who{email, {}, {}};
    const auto token = invited(email, roles, person);
    const auto chosen = choose(*gate_, from_, token, derived(1));
    EXPECT_TRUE(chosen) << (chosen ? "" : chosen.error().debug_text());
    if (chosen) who.secret = chosen->secret;
    const auto begun = confirm(*gate_, from_, token, code_of(who));
    EXPECT_TRUE(begun) << (begun ? "" : begun.error().debug_text());
    if (begun) who.cookie = begun->token;
    return who;
  }
  auto try_sign_in(const Somebody& who, std::uint8_t byte = 1) {
    return sign_in(*gate_, from_, north(), who.email, derived(byte), code_of(who));
  }
  std::optional<SignedIn> holder_of(const std::string& cookie) {
    const auto who = signed_in(*gate_, cookie);
    EXPECT_TRUE(who) << (who ? "" : who.error().debug_text());
    return who.value_or(std::nullopt);
  }
  std::int64_t count(const char* statement) {
    return database()
        .read([&](db::ReadTransaction& read) { return read.query(db::Sql(statement)).one<std::int64_t>(); })
        .value_or(-1);
  }

  /// Those of a feature above, set before SetUp.
  std::vector<db::MigrationSet> migrations_;
  const DateRange year_{today - 100, today + 265};
  SeededRandom random_{21};
  /// Noon of the day, UTC.
  FixedClock clock_{Instant{std::int64_t{today.days_since_epoch()} * 86'400'000'000 + 12 * 3'600'000'000}};
  std::map<std::string, InstitutionId> institutions_;
  std::map<std::string, ProgramId> programs_;
  std::map<std::string, PersonId> people_;
  std::unique_ptr<Gate> gate_;
  From from_{"192.0.2.7", "Mozilla/5.0 Firefox/130.0"};
};

}  // namespace chiron::accounts
