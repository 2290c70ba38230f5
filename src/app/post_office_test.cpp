// Letters from the outbox to a sender that does as it is told: worded, put off, given up, never from a demo.
#include "app/post_office.h"

#include <deque>

#include "app/installation.h"
#include "features/institutions/institution_store.h"
#include "features/people/people_store.h"
#include "platform/db/testing.h"

namespace chiron::app {
namespace {

/// Takes messages, unless an error waits for the next.
struct FakeSender final : mail::Sender {
  struct Seen {
    std::vector<mail::Message> messages;
    std::deque<Error> errors;
    int tries = 0;
  };
  explicit FakeSender(Seen& into) : seen(into) {}
  Result<> send(const mail::Message& message, const std::stop_token&) override {
    ++seen.tries;
    TRY(mail::check(message));
    if (!seen.errors.empty()) {
      Error error = seen.errors.front();
      seen.errors.pop_front();
      return err(std::move(error));
    }
    seen.messages.push_back(message);
    return {};
  }
  Seen& seen;
};

/// Keeps the log's lines.
struct KeptLines final : log::Sink {
  explicit KeptLines(std::string& into) : lines(into) {}
  void write(std::string_view line) override { lines += line; }
  std::string& lines;
};

class PostOfficeTest : public db::testing::DatabaseTest {
 protected:
  void SetUp() override {
    open(all_migrations());
    if (IsSkipped()) return;
    school_ = add("north", institutions::Mode::production);
    demo_ = add("demo", institutions::Mode::demo);
    log_ = std::make_unique<log::Log>(std::make_unique<KeptLines>(lines_), log::Level::debug, clock_, random_);
    post_ = std::make_unique<PostOffice>(database(), text::Catalog::english(), *log_,
                                         std::make_unique<FakeSender>(seen_), "mentoring@north.edu");
    post_->stands_at("https://mentoring.north.edu");
  }
  InstitutionId add(const std::string& slug, institutions::Mode mode) {
    const auto id = InstitutionId::random(random_);
    const auto made = institutions::Institution::of(id, slug, "North Canary School", "Europe/Berlin", mode);
    EXPECT_TRUE(
        database().write_and_wait([&](db::WriteTransaction& write) { return institutions::insert(write, *made); }));
    return id;
  }
  jobs::JobId posted(InstitutionId institution, const std::string& to = "canary@north.edu") {
    const auto id = jobs::JobId::random(random_);
    const mail::Letter letter{to,
                              text::own_words("{program} has a proposal for you").with("program", "Wards"),
                              {text::Sentence("mail.trial.text"), text::own_words("See it: {address}/my-people")}};
    EXPECT_TRUE(database().write_and_wait([&](db::WriteTransaction& write) {
      return jobs::post(write, institution, id, mail::letter_request("k " + id.text(), letter, clock_.now()),
                        clock_.now());
    }));
    return id;
  }
  void run(PostOffice& post) {
    jobs::Runner runner(database(), clock_, random_);
    runner.handle(mail::send_kind, letter_handler(post));
    EXPECT_TRUE(runner.run_all_due());
  }
  jobs::Job job(InstitutionId institution, jobs::JobId id) {
    return **database().read([&](db::ReadTransaction& read) { return jobs::find(read, institution, id); });
  }
  void later() { clock_.set(clock_.now().plus_ms(24 * 3'600'000)); }

  SeededRandom random_{9};
  FixedClock clock_{Instant{1'790'000'000'000'000}};
  InstitutionId school_, demo_;
  FakeSender::Seen seen_;
  std::string lines_;
  std::unique_ptr<log::Log> log_;
  std::unique_ptr<PostOffice> post_;
};

TEST_P(PostOfficeTest, WordsALetterInTheInstitutionsName) {
  posted(school_);
  run(*post_);
  ASSERT_EQ(seen_.messages.size(), 1U);
  const auto& message = seen_.messages.front();
  EXPECT_EQ(message.from.name, "North Canary School");
  EXPECT_EQ(message.from.address, "mentoring@north.edu");
  EXPECT_EQ(message.to.address, "canary@north.edu");
  EXPECT_EQ(message.subject, "Wards has a proposal for you");
  EXPECT_NE(message.text.find("https://mentoring.north.edu"), std::string::npos) << message.text;
  EXPECT_NE(message.text.find("\n\nSee it: https://mentoring.north.edu/my-people\n\n"), std::string::npos);
  EXPECT_EQ(lines_.find("anary"), std::string::npos) << lines_;
  EXPECT_NE(lines_.find("mail.sent"), std::string::npos);
}

TEST_P(PostOfficeTest, TriesAgainWhatIsPutOffAndHandsItOnOnce) {
  seen_.errors.push_back(fail(ErrorCode::unavailable, "mail.later").with("status", "451"));
  seen_.errors.push_back(fail(ErrorCode::unavailable, "mail.unsafe").with("status", "0"));
  const auto id = posted(school_);
  for (int day = 0; day < 4; ++day) run(*post_), later();
  EXPECT_EQ(seen_.tries, 3);
  EXPECT_EQ(seen_.messages.size(), 1U);
  EXPECT_EQ(job(school_, id).state, jobs::State::done);
  EXPECT_EQ(job(school_, id).result, "handed_on");
}

TEST_P(PostOfficeTest, GivesUpWhatIsRefused) {
  seen_.errors.push_back(refuse("mail.refused").with("status", "550"));
  const auto id = posted(school_);
  const auto evil = posted(school_, "canary@north.edu\r\nBcc: eve@evil.example");
  for (int day = 0; day < 3; ++day) run(*post_), later();
  EXPECT_EQ(seen_.tries, 2);
  EXPECT_TRUE(seen_.messages.empty());
  EXPECT_EQ(job(school_, id).state, jobs::State::failed);
  EXPECT_EQ(job(school_, id).error_key, "mail.refused");
  EXPECT_EQ(job(school_, evil).error_key, "mail.header");
  EXPECT_EQ(lines_.find("anary"), std::string::npos) << lines_;
  EXPECT_NE(lines_.find("\"status\":550"), std::string::npos) << lines_;
}

TEST_P(PostOfficeTest, SendsNothingFromADemoOrWithoutAServer) {
  const auto invented = posted(demo_);
  run(*post_);
  EXPECT_EQ(job(demo_, invented).result, "demo");
  PostOffice closed(database(), text::Catalog::english(), *log_, nullptr, "");
  const auto early = posted(school_);
  run(closed);
  run(*post_);
  EXPECT_EQ(job(school_, early).result, "not_set_up");
  EXPECT_EQ(seen_.tries, 0);
}

TEST_P(PostOfficeTest, TellsOfACaseOnlyWhomItCanReach) {
  const auto person = PersonId::random(random_), other = PersonId::random(random_);
  const auto said = database().write_and_wait([&](db::WriteTransaction& write) {
    const people::Recording change{school_, people::ChangeId::random(random_)};
    return people::change_at_once(write, change, people::ChangeKind::edit, clock_.now(),
                                  [&](const people::Recording& at) -> Result<> {
                                    TRY(people::insert(write, at, person, "L1"));
                                    TRY(people::insert(write, at, other, "L2"));
                                    people::Person one;
                                    one.id = "L1";
                                    one.email = "canary@north.edu";
                                    one.present = {Date::min(), Date::max()};
                                    return people::record(write, at, person, people::VersionId::random(random_), one);
                                  });
  });
  ASSERT_TRUE(said) << said.error().debug_text();
  const auto deliver = deliver_case_messages(database(), *post_);
  relationships::Message message{school_, "learner 1", {person}, text::Sentence("mail.trial.text")};
  EXPECT_TRUE(deliver(message));
  ASSERT_EQ(seen_.messages.size(), 1U);
  EXPECT_EQ(seen_.messages.front().to.address, "canary@north.edu");
  EXPECT_NE(seen_.messages.front().text.find("https://mentoring.north.edu/my-people"), std::string::npos);
  message.to = {other};
  const auto unreachable = deliver(message);
  ASSERT_FALSE(unreachable);
  EXPECT_EQ(unreachable.error().key, "mail.no_address");
  EXPECT_EQ(unreachable.error().code, ErrorCode::unavailable);
}

CHIRON_ON_BOTH_ENGINES(PostOfficeTest);

}  // namespace
}  // namespace chiron::app
