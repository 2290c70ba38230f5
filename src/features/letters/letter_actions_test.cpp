// Words kept under revisions, letters written once, figures that outlive the outbox, on both engines.
#include "features/letters/letter_actions.h"

#include <algorithm>

#include "features/accounts/account_store.h"
#include "features/educators/educators_sql.h"
#include "features/educators/testing_program.h"
#include "features/match_runs/match_runs_sql.h"
#include "features/preferences/preferences_sql.h"
#include "features/relationships/case_store.h"
#include "features/relationships/relationship_store.h"
#include "platform/text/catalog.h"

namespace chiron::letters {
namespace {

using institutions::Viewer;

class LetterActions : public educators::ProgramTest {
 protected:
  void SetUp() override {
    mode_ = institutions::Mode::production;
    set_up({jobs::migrations, accounts::migrations, educators::migrations, preferences::migrations,
            relationships::migrations, match_runs::migrations, letters::migrations});
  }
  Viewer office() { return Viewer::of_operator(institution_); }
  /// An account, and with it an address.
  void account(const std::string& who) {
    accounts::Account one;
    one.id = AccountId::random(random_);
    one.email = who + "@north.edu";
    one.person = people_.at(who);
    one.salt.resize(16);
    one.proof = Bytes(32), one.totp_secret = Bytes(20);
    const auto written = database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      TRY(accounts::insert(write, institution_, one, clock_.now()));
      return accounts::activate(write, institution_, one, clock_.now());
    });
    ASSERT_TRUE(written) << written.error().debug_text();
  }
  std::string change(Kind kind, std::int64_t revision, const Words& words) {
    const auto done = change_words(database(), office(), {program_, kind, revision}, words, clock_, random_);
    return done ? "" : done.error().key;
  }
  std::string send(Kind kind, std::int64_t people, bool is_set_up = true) {
    const auto done = send_now(database(), office(), program_, kind, people, is_set_up, clock_, random_);
    return done ? "" : done.error().key;
  }
  ProgramLetter letter(Kind kind) {
    return database()
        .read([&](db::ReadTransaction& read) { return letters_of(read, institution_, program_); })
        .value()[kind];
  }
  Figures figures(Kind kind) {
    return database()
        .read([&](db::ReadTransaction& read) { return figures_of(read, institution_, program_); })
        .value()[kind];
  }
  void night(bool is_set_up = true) {
    const auto id = jobs::JobId::random(random_);
    ASSERT_TRUE(database().write_and_wait(
        [&](db::WriteTransaction& write) { return look_soon(write, institution_, id.text(), id, clock_.now()); }));
    look(is_set_up);
  }
  void look(bool is_set_up = true) {
    jobs::Runner runner(database(), clock_, random_);
    runner.handle(look_kind, look_handler(database(), clock_, random_, is_set_up));
    ASSERT_TRUE(runner.run_all_due());
  }
  /// Hands on what waits in the outbox; addresses that begin with `refused` are refused for good. Returns to whom.
  std::vector<std::string> handed_on(const std::string& refused = "nobody") {
    std::vector<std::string> to;
    jobs::Runner runner(database(), clock_, random_);
    runner.handle(mail::send_kind, [&](jobs::Work& work) -> Result<jobs::Completion> {
      const auto letter = TRY(mail::parse_letter(work.job().payload));
      if (letter.to.starts_with(refused)) return err(refuse("mail.refused"));
      to.push_back(letter.to.substr(0, letter.to.find('@')));
      last_ = text::Catalog::english().format(letter.subject) + "|" + text::Catalog::english().format(letter.text[0]);
      return jobs::Completion{"handed_on", {}};
    });
    EXPECT_TRUE(runner.run_all_due());
    std::ranges::sort(to);
    return to;
  }
  std::string last_;
};
CHIRON_ON_BOTH_ENGINES(LetterActions);

TEST_P(LetterActions, KeepsWordsUnderARevision) {
  const Words own{"Hello {program}", "Choose: {link}"};
  EXPECT_EQ(change(Kind::wishes, 0, own), "");
  EXPECT_EQ(letter(Kind::wishes).own, own);
  EXPECT_EQ(change(Kind::wishes, 0, own), "") << "what stands already stays";
  EXPECT_EQ(letter(Kind::wishes).revision, 1);
  EXPECT_EQ(change(Kind::wishes, 0, {"Later", "{link}"}), "letters.changed_meanwhile");
  EXPECT_EQ(change(Kind::wishes, 1, {"Later", "{links}"}), "letters.unknown_place");
  ASSERT_TRUE(silence(database(), office(), {program_, Kind::wishes, 1}, true, clock_, random_));
  ASSERT_TRUE(take_shipped(database(), office(), {program_, Kind::wishes, 2}, clock_, random_));
  EXPECT_EQ(letter(Kind::wishes).own, std::nullopt);
  EXPECT_TRUE(letter(Kind::wishes).silent);
  EXPECT_EQ(change(Kind::invite, 0, shipped(Kind::invite)), "");
  EXPECT_EQ(letter(Kind::invite).revision, 0) << "the shipped words are nobody's own";
  for (const auto& [statement, key] :
       {std::pair{"UPDATE program_letters SET subject = 'x'", "letters.changed_meanwhile"},
        {"UPDATE program_letters SET revision = revision + 1, subject = 'x'", "letters.half_own"},
        {"UPDATE program_letters SET revision = revision + 1, kind = 'spam'", "letters.kind"}})
    EXPECT_NE(by_hand(statement).find(key), std::string::npos) << statement << ": " << by_hand(statement);
}

TEST_P(LetterActions, ShippedWordsCanBeKept) {
  for (const Kind kind : all_kinds) {
    const auto words = checked(kind, shipped(kind));
    ASSERT_TRUE(words) << name_of(kind) << ": " << words.error().debug_text();
    EXPECT_EQ(*words, shipped(kind));
  }
}

TEST_P(LetterActions, IsChangedByNobodyElse) {
  for (const Viewer& who : {as("ada"), as("dora"), Viewer::of_operator(InstitutionId::random(random_))}) {
    const auto done = change_words(database(), who, {program_, Kind::invite, 0}, {"x", "{link}"}, clock_, random_);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().key, "programs.unknown");
    EXPECT_FALSE(send_now(database(), who, program_, Kind::invite, 1, true, clock_, random_));
  }
  EXPECT_EQ(letter(Kind::invite).revision, 0);
}

TEST_P(LetterActions, WritesOnceHoweverOftenTheNightComes) {
  account("ada");
  ASSERT_EQ(change(Kind::wishes, 0, {"To {program}", "{role} until {day}: {link}"}), "");
  night(false);
  EXPECT_EQ(handed_on(), std::vector<std::string>{}) << "mail is not set up";
  night();
  night();
  EXPECT_EQ(handed_on(), std::vector<std::string>{"ada"});
  const std::string last_day = text::Catalog::english().format(term_.from - 22);
  EXPECT_EQ(last_, "To Mentoring|mentor until " + last_day + ": {address}/programs/" + program_.text() + "/wishes");
  // Whoever gets an address later is written to then, and nobody else again.
  account("ben");
  account("dora");
  night();
  EXPECT_EQ(handed_on(), std::vector<std::string>{"ben"});
  EXPECT_NE(by_hand("UPDATE letters_posted SET letter_key = 'x'").find("letters.posted_stays"), std::string::npos);
}

TEST_P(LetterActions, SendsByHandToAsManyAsWereNamed) {
  for (const char* who : {"ada", "dora", "eli"}) account(who);
  EXPECT_EQ(send(Kind::invite, 2), "letters.people_changed");
  EXPECT_EQ(send(Kind::invite, 3, false), "letters.not_set_up");
  EXPECT_EQ(send(Kind::preview, 1), "letters.nobody") << "no match was signed off";
  EXPECT_EQ(send(Kind::changed, 1), "letters.nobody");
  EXPECT_EQ(send(Kind::invite, 3), "");
  look();
  EXPECT_EQ(handed_on("eli"), (std::vector<std::string>{"ada", "dora"}));
  EXPECT_EQ(figures(Kind::invite).sent, 2);
  EXPECT_EQ(figures(Kind::invite).failed, 1);
  EXPECT_EQ(send(Kind::invite, 1), "letters.nobody") << "a refused address is not asked again and again";
  // The outbox forgets; the figures do not.
  night();
  EXPECT_EQ(by_hand("DELETE FROM jobs"), "");
  EXPECT_EQ(figures(Kind::invite).sent, 2);
  EXPECT_EQ(figures(Kind::invite).failed, 1);
}

TEST_P(LetterActions, SaysNothingWhenSilentOrArchived) {
  account("ada");
  ASSERT_TRUE(silence(database(), office(), {program_, Kind::wishes, 0}, true, clock_, random_));
  night();
  EXPECT_EQ(send(Kind::wishes, 1), "letters.silent");
  ASSERT_TRUE(silence(database(), office(), {program_, Kind::wishes, 1}, false, clock_, random_));
  archive();
  night();
  EXPECT_EQ(send(Kind::wishes, 1), "programs.archived");
  EXPECT_EQ(handed_on(), std::vector<std::string>{});
}

TEST_P(LetterActions, TellsBothSidesOfAChangeButNobodyOfAConflictBeforeTheLearner) {
  for (const char* who : {"ada", "dora"}) account(who);
  relationships::Relationship pair;
  pair.id = relationships::RelationshipId::random(random_);
  pair.program = program_;
  pair.days = term_;
  const Date today = clock_.now().utc_date();
  const auto told = [&](relationships::Change change, Date day) {
    const relationships::RelationshipsChanged event{institution_, clock_.now(), {pair.id},
                                                    change,       day,          crypto::draw_seed(random_)};
    const auto done =
        database().write_and_wait([&](db::WriteTransaction& write) { return on_relationships_changed(write, event); });
    EXPECT_TRUE(done) << (done ? "" : done.error().debug_text());
    return handed_on();
  };
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) {
    return relationships::insert(write, institution_, pair,
                                 {{people_["ada"], Side::learner}, {people_["dora"], Side::educator}});
  }));
  const std::vector<std::string> both{"ada", "dora"}, learner{"ada"}, nobody;
  EXPECT_EQ(told(relationships::Change::paused, today), both);
  EXPECT_EQ(told(relationships::Change::paused, today), nobody) << "once for a day";
  EXPECT_EQ(told(relationships::Change::resumed, today), both);
  relationships::Case ahead;
  ahead.id = relationships::CaseId::random(random_);
  ahead.relationship = pair.id, ahead.program = program_;
  ahead.learner = people_["ada"], ahead.educator = people_["dora"];
  ahead.tie = "assesses", ahead.rule = "assessor";
  ahead.opened_on = today, ahead.deadline = today + 14;
  ASSERT_TRUE(database().write_and_wait(
      [&](db::WriteTransaction& write) { return relationships::insert(write, institution_, {ahead}); }));
  EXPECT_EQ(told(relationships::Change::paused, today + 1), learner);
  ASSERT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
    TRY(relationships::note_learner_told(write, institution_, ahead.id, clock_.now()));
    return relationships::note_others_told(write, institution_, ahead.id, clock_.now());
  }));
  EXPECT_EQ(told(relationships::Change::resumed, today + 2), both);
}

}  // namespace
}  // namespace chiron::letters
