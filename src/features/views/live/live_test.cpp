// Topics as they are written, and the hub under a clock that stands still: who is told what and when, what is not told,
// how many streams a login has, and logins that end while a stream goes on.
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <map>
#include <mutex>
#include <set>

#include "features/views/live/hub.h"
#include "features/views/live/live_routes.h"

namespace chiron::views::live {
namespace {

constexpr const char* run = "match_run.00000000000000000000000001";
constexpr std::int64_t second_ms = 1000;

TEST(Topics, AreNamesWithAnIdWhereThereAreMany) {
  const auto both = parse_watched(std::string(run) + ",cases");
  ASSERT_TRUE(both);
  EXPECT_EQ((*both)[0].path(), "/api/v1/match_runs/00000000000000000000000001");
  EXPECT_EQ((*both)[1].path(), "/api/v1/cases");
  const auto refused = [](std::string_view list) { return parse_watched(list).error().key; };
  EXPECT_EQ(refused(""), "live.topic_unknown");
  EXPECT_EQ(refused("accounts"), "live.topic_unknown");
  EXPECT_EQ(refused("cases,"), "live.topic_unknown");
  EXPECT_EQ(refused("match_run"), "live.id_needed");
  EXPECT_EQ(refused("match_run."), "live.id_needed");
  EXPECT_EQ(refused("match_run.../../me"), "live.id_needed");
  EXPECT_EQ(refused("cases.00000000000000000000000001"), "live.id_needed");
  std::string many = "cases";
  for (std::size_t i = 1; i < watched_at_most; ++i) many += ",cases";
  EXPECT_TRUE(parse_watched(many));
  EXPECT_EQ(refused(many + ",cases"), "live.too_many_topics");
}

struct HubTest : ::testing::Test {
  struct Tab {
    std::shared_ptr<http::EventOutlet> outlet;
    std::string read() { return outlet->take().bytes; }
    bool over() { return outlet->take().over; }
  };
  /// A tab of a login; `who` may read what `readers` says.
  Tab open(const std::string& login, PersonId who, const std::string& list) {
    const auto viewer = Viewer::of_person({}, who);
    auto outlet = hub.open({login, viewer,
                            [this, login, viewer]() -> Result<std::optional<Viewer>> {
                              ++asked_again;
                              if (database_busy) return err(fail(ErrorCode::unavailable, "db.readers_busy"));
                              return ended.contains(login) ? std::nullopt : std::optional(viewer);
                            }},
                           parse_watched(list).value());
    EXPECT_TRUE(outlet);
    return {outlet.value_or(nullptr)};
  }
  void pass(std::int64_t ms) { clock.set(clock.now().plus_ms(ms)); }
  /// A commit of this process, and the round that follows.
  void commit() {
    ++mark;
    hub.changed();
    hub.turn();
    pass(HubLimits().gather_ms);
    hub.turn();
  }
  static std::string event(const std::string& topic, const std::string& id, int revision) {
    return "event: revision\ndata: {\"topic\":\"" + topic + "\",\"id\":\"" + id +
           "\",\"revision\":" + std::to_string(revision) + "}\n\n";
  }

  SeededRandom random{3};
  const PersonId ada = PersonId::random(random), eve = PersonId::random(random);
  FixedClock clock{Instant{1'800'000'000'000'000}};
  std::map<std::pair<PersonId, std::string>, int> shown;  // what each may read, by path
  std::set<std::string> ended;
  bool database_busy = false;
  int mark = 0, looked = 0, asked_again = 0;
  Hub hub{clock,
          [this](const Viewer& viewer, const Watched& at) -> Result<std::optional<std::int64_t>> {
            ++looked;
            const auto found = shown.find({*viewer.person, at.path()});
            if (database_busy) return err(fail(ErrorCode::unavailable, "db.readers_busy"));
            return found == shown.end() ? std::nullopt : std::optional<std::int64_t>(found->second);
          },
          [this]() -> Result<std::string> { return std::to_string(mark); }, HubLimits{.streams_max = 8}};
  const std::string run_path = "/api/v1/match_runs/00000000000000000000000001";
  const std::string run_id = "00000000000000000000000001";
};

TEST_F(HubTest, TellsWhatHoldsThenWhatChanges) {
  shown[{ada, run_path}] = 4;
  shown[{ada, "/api/v1/cases"}] = 9;
  Tab tab = open("a", ada, std::string(run) + ",cases");
  hub.turn();
  EXPECT_EQ(tab.read(), "retry: 3000\n\n" + event("match_run", run_id, 4) + event("cases", "", 9));
  commit();
  EXPECT_EQ(tab.read(), "") << "a commit that changes nothing of it is no news";
  shown[{ada, run_path}] = 5;
  commit();
  EXPECT_EQ(tab.read(), event("match_run", run_id, 5));
}

TEST_F(HubTest, WhoMayNotReadHearsNothingButTheirOwnHeartbeat) {
  shown[{ada, run_path}] = 4;
  Tab tab = open("e", eve, run);
  hub.turn();
  EXPECT_EQ(tab.read(), "retry: 3000\n\n");
  for (int revision = 5; revision < 8; ++revision) {
    shown[{ada, run_path}] = revision;
    commit();
  }
  EXPECT_EQ(tab.read(), "");
  pass(20 * second_ms);
  hub.turn();
  EXPECT_EQ(tab.read(), ":\n\n");
}

TEST_F(HubTest, WhatIsTakenFromSomebodyFallsSilentAndWhatIsGivenIsTold) {
  shown[{ada, run_path}] = 4;
  Tab tab = open("a", ada, run);
  hub.turn();
  tab.read();
  shown.erase({ada, run_path});  // no coordinator any more
  commit();
  EXPECT_EQ(tab.read(), "");
  shown[{ada, run_path}] = 6;
  commit();
  EXPECT_EQ(tab.read(), event("match_run", run_id, 6));
}

TEST_F(HubTest, CommitsAreGatheredAndOtherServersArePolledFor) {
  shown[{ada, run_path}] = 1;
  Tab tab = open("a", ada, run);
  hub.turn();
  tab.read();
  looked = 0;
  for (int i = 2; i < 50; ++i) {
    ++mark;
    shown[{ada, run_path}] = i;
    hub.changed();
    EXPECT_LE(hub.turn(), HubLimits().gather_ms);
  }
  EXPECT_EQ(looked, 0);
  pass(HubLimits().gather_ms);
  hub.turn();
  EXPECT_EQ(looked, 1);
  EXPECT_EQ(tab.read(), event("match_run", run_id, 49));
  // Another server commits: nobody wakes us, the mark is another at the next poll.
  ++mark;
  shown[{ada, run_path}] = 50;
  hub.turn();
  EXPECT_EQ(tab.read(), "");
  pass(HubLimits().poll_ms);
  hub.turn();
  EXPECT_EQ(tab.read(), event("match_run", run_id, 50));
  // Nothing happens anywhere: nothing is read.
  looked = 0;
  pass(HubLimits().poll_ms);
  hub.turn();
  EXPECT_EQ(looked, 0);
}

TEST_F(HubTest, ARoundThatTookLongLeavesNineTimesThatToOthers) {
  Hub slow(
      clock,
      [this](const Viewer&, const Watched&) -> Result<std::optional<std::int64_t>> {
        ++looked;
        pass(200);
        return std::optional<std::int64_t>(looked);
      },
      [this]() -> Result<std::string> { return std::to_string(mark); });
  const auto viewer = Viewer::of_person({}, ada);
  const auto outlet =
      slow.open({"a", viewer, [=]() -> Result<std::optional<Viewer>> { return viewer; }}, parse_watched(run).value());
  ASSERT_TRUE(outlet);
  slow.turn();
  looked = 0;
  slow.changed();
  slow.turn();
  pass(1'700);
  slow.turn();
  EXPECT_EQ(looked, 0);
  pass(100);
  slow.turn();
  EXPECT_EQ(looked, 1);
}

TEST_F(HubTest, ALoginThatEndsEndsItsStreams) {
  shown[{ada, run_path}] = 1;
  Tab one = open("a", ada, run), two = open("a", ada, "cases"), other = open("b", ada, run);
  hub.turn();
  ended.insert("a");
  commit();  // signing out is a commit
  EXPECT_NE(one.read().find("event: ended\ndata: {\"why\":\"signed_out\"}\n\n"), std::string::npos);
  EXPECT_TRUE(one.over());
  EXPECT_TRUE(two.over());
  EXPECT_FALSE(other.over());
  EXPECT_EQ(hub.size(), 1U);
}

TEST_F(HubTest, EveryLoginIsLookedAtEachMinuteThoughNothingIsCommitted) {
  shown[{ada, run_path}] = 1;
  Tab tab = open("a", ada, run);
  hub.turn();
  asked_again = 0;
  for (int s = 0; s < 59; s += 2) {
    pass(s == 58 ? second_ms : 2 * second_ms);
    hub.turn();
  }
  EXPECT_EQ(asked_again, 0);
  ended.insert("a");  // left idle: no commit says so
  pass(second_ms);
  hub.turn();
  EXPECT_EQ(asked_again, 1);
  EXPECT_TRUE(tab.over());
  EXPECT_EQ(hub.size(), 0U);
}

TEST_F(HubTest, ABusyDatabaseEndsNobody) {
  shown[{ada, run_path}] = 1;
  Tab tab = open("a", ada, run);
  hub.turn();
  tab.read();
  database_busy = true;
  shown[{ada, run_path}] = 2;
  commit();
  EXPECT_EQ(tab.read(), "");
  EXPECT_FALSE(tab.over());
  database_busy = false;
  pass(HubLimits().poll_ms);  // nothing is committed meanwhile
  hub.turn();
  EXPECT_EQ(tab.read(), event("match_run", run_id, 2));
}

TEST_F(HubTest, TheSixthStreamOfALoginTakesThePlaceOfTheOldest) {
  std::vector<Tab> tabs;
  for (int i = 0; i < 5; ++i) tabs.push_back(open("a", ada, run));
  tabs.push_back(open("b", ada, run));
  hub.turn();
  for (auto& tab : tabs) EXPECT_FALSE(tab.over());
  tabs.push_back(open("a", ada, run));
  hub.turn();
  EXPECT_NE(tabs[0].read().find("event: ended\ndata: {\"why\":\"replaced\"}\n\n"), std::string::npos);
  EXPECT_TRUE(tabs[0].over());
  for (std::size_t i = 1; i < tabs.size(); ++i) EXPECT_FALSE(tabs[i].over()) << i;
  EXPECT_EQ(hub.size(), 6U);
}

TEST_F(HubTest, AFullHubRefusesAndTakesAgainWhenSomebodyLeft) {
  std::vector<Tab> tabs;
  for (int i = 0; i < 8; ++i) tabs.push_back(open("login " + std::to_string(i), ada, run));
  const auto viewer = Viewer::of_person({}, ada);
  const auto one_more = [&] {
    return hub.open({"more", viewer, [=]() -> Result<std::optional<Viewer>> { return viewer; }},
                    parse_watched(run).value());
  };
  EXPECT_EQ(one_more().error().key, "live.full");
  tabs.pop_back();
  hub.turn();
  EXPECT_TRUE(one_more());
}

TEST_F(HubTest, AClockThatIsSetBackKeepsNobodyWaiting) {
  shown[{ada, run_path}] = 1;
  Tab tab = open("a", ada, run);
  hub.turn();
  tab.read();
  pass(-3600 * second_ms);
  shown[{ada, run_path}] = 2;
  commit();
  EXPECT_EQ(tab.read(), event("match_run", run_id, 2));
}

TEST_F(HubTest, RunsOnAThreadOfItsOwn) {
  shown[{ada, run_path}] = 1;
  const SystemClock now;
  Hub running(
      now,
      [](const Viewer&, const Watched&) -> Result<std::optional<std::int64_t>> {
        return std::optional<std::int64_t>(7);
      },
      []() -> Result<std::string> { return std::string(); });
  running.start();
  const auto viewer = Viewer::of_person({}, ada);
  const auto outlet = running.open({"a", viewer, [=]() -> Result<std::optional<Viewer>> { return viewer; }},
                                   parse_watched(run).value());
  std::string all;
  while (all.find("\"revision\":7") == std::string::npos) {
    std::promise<void> something;
    auto came = something.get_future();
    std::once_flag once;
    (*outlet)->listen([&] { std::call_once(once, [&] { something.set_value(); }); });
    ASSERT_EQ(came.wait_for(std::chrono::seconds(30)), std::future_status::ready);
    all += (*outlet)->take().bytes;
    (*outlet)->listen({});
  }
  running.stop();
}

TEST(Revisions, AreOfWhatTheRouteAnswersToThatViewer) {
  SeededRandom random(5);
  const PersonId ada = PersonId::random(random), eve = PersonId::random(random);
  std::string text = "one";
  const auto revision_of = revisions_in([&](http::Router& router, const institutions::ViewerOf& viewer_of) {
    router.plain(http::Method::get, "/api/v1/cases", {},
                 [&, viewer_of](const http::Request& request) -> http::Response {
                   const auto viewer = TRY_HTTP(viewer_of(request));
                   if (viewer.person != ada) return fail(ErrorCode::not_found, "test.unknown");
                   if (text.empty()) return fail(ErrorCode::unavailable, "db.readers_busy");
                   return http::plain_text(text);
                 });
  });
  const auto at = parse_watched("cases,imports").value();
  const auto seen_by = [&](PersonId who, std::size_t i) { return *revision_of(Viewer::of_person({}, who), at[i]); };
  const auto first = seen_by(ada, 0);
  ASSERT_TRUE(first);
  EXPECT_GE(*first, 0);
  EXPECT_LT(*first, std::int64_t{1} << 53);
  EXPECT_EQ(seen_by(ada, 0), first);
  text = "two";
  EXPECT_NE(seen_by(ada, 0), first);
  EXPECT_FALSE(seen_by(eve, 0));
  EXPECT_FALSE(seen_by(ada, 1)) << "no such route";
  text.clear();
  EXPECT_EQ(revision_of(Viewer::of_person({}, ada), at[0]).error().key, "db.readers_busy");
}

}  // namespace
}  // namespace chiron::views::live
