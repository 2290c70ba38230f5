// Commands through a running server: what arrives, what is refused, and what is left when either side dies.
#include "app/remote.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <future>
#include <iterator>

#include "app/output.h"
#include "platform/db/testing.h"

namespace chiron::app {
namespace {
namespace fs = std::filesystem;

struct Echo {
  std::string word;
  std::vector<std::string> paths;

  template <class Visit>
  void each_file(Visit visit) {
    for (auto& path : paths) visit(path);
  }
};
BOOST_DESCRIBE_STRUCT(Echo, (), (word, paths))

struct Kept final : Lines {
  void out(std::string_view lines) override { said += lines; }
  void err(std::string_view lines) override { told += lines; }
  std::string said, told;
};

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

Result<> echo(Installation&, const Echo& options, Console& console) {
  if (options.word == "throw") throw std::runtime_error("thrown");
  if (options.word == "refuse") return err(refuse("app.check_one_thing"));
  if (options.word == "long") {
    std::string many;
    while (many.size() < 300'000) many += "é’";
    console.say(text::verbatim(many));
  }
  for (const auto& path : options.paths) console.say(text::verbatim(path + " holds " + text_of(path)));
  console.warn(text::verbatim("heard " + options.word));
  return {};
}

class RemoteTest : public ::testing::Test {
 protected:
  void SetUp() override {
    data_ = (temporary_.path() / "data").string();
    auto opened = open_installation(data_, data_directory::Missing::create);
    ASSERT_TRUE(opened) << opened.error().debug_text();
    installation_ = std::make_unique<Installation>(*std::move(opened));
  }
  void serve(std::vector<Task> tasks = {task<Echo>("echo", echo)}) {
    ASSERT_TRUE(clear_uploads(*installation_));
    listener_ = answer_commands(*installation_, std::move(tasks), text::Catalog::english()).value();
  }
  std::string write(const char* name, std::string_view content) {
    const auto path = temporary_.path() / name;
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  ExitCode run(Echo options) {
    kept_ = {};
    Console console(text::Catalog::english(), kept_);
    return on_installation<Echo>(Place{.directory = data_, .limits = {}}, "echo", echo, std::move(options), console);
  }
  /// A call as somebody with another program might send it; what the server told.
  std::string told_after(const Call& call, std::span<const std::string> frames = {}) {
    auto channel = control::connect(installation_->directory.control_socket()).value();
    EXPECT_TRUE(channel.send(json::write(call)));
    for (const auto& frame : frames) EXPECT_TRUE(channel.send(frame));
    std::string told;
    while (true) {
      const auto word = json::parse<ServerWord>(channel.receive().value()).value();
      if (const auto* ended = std::get_if<Ended>(&word)) return told + std::to_string(ended->code);
      told += std::get<Said>(word).lines;
    }
  }
  static Task counting(std::atomic<int>& calls) {
    return {"echo", [&calls](auto&&...) -> Result<> {
              ++calls;
              return {};
            }};
  }
  std::size_t left_behind() {
    listener_->stop();
    const fs::directory_iterator uploads(installation_->directory.uploads());
    return static_cast<std::size_t>(std::distance(fs::begin(uploads), fs::end(uploads)));
  }

  db::testing::TemporaryDirectory temporary_;
  std::string data_;
  std::unique_ptr<Installation> installation_;
  std::unique_ptr<control::Listener> listener_;
  Kept kept_;
};

TEST_F(RemoteTest, ACommandSaysTheSameWhoeverHoldsTheDirectory) {
  const auto one = write("one.csv", "first"), two = write("two.csv", "");
  serve();
  EXPECT_EQ(run({"hello", {one, two}}), ExitCode::done);
  const Kept served = kept_;
  EXPECT_EQ(served.said, one + " holds first\n" + two + " holds \n") << "spoken of as the person named them";
  EXPECT_EQ(served.told, "heard hello\n");
  EXPECT_EQ(run({"refuse", {}}), ExitCode::refused);
  const std::string refusal = kept_.told;
  EXPECT_EQ(left_behind(), 0U);
  listener_.reset();
  installation_.reset();
  EXPECT_EQ(run({"hello", {one, two}}), ExitCode::done);
  EXPECT_EQ(kept_.said, served.said);
  EXPECT_EQ(kept_.told, served.told);
  EXPECT_EQ(run({"refuse", {}}), ExitCode::refused);
  EXPECT_EQ(kept_.told, refusal);
}

TEST_F(RemoteTest, FilesOfEverySizeArriveWhole) {
  serve();
  std::string large;
  while (large.size() < 3'000'000) large += std::to_string(large.size());
  EXPECT_EQ(run({"hello", {write("large.csv", large)}}), ExitCode::done);
  EXPECT_NE(kept_.said.find(large), std::string::npos);
}

TEST_F(RemoteTest, LongAnswersKeepTheirLetters) {
  serve();
  EXPECT_EQ(run({"long", {}}), ExitCode::done);
  EXPECT_EQ(kept_.said.find("\xEF\xBF\xBD"), std::string::npos) << "a letter was cut in two";
  EXPECT_GE(kept_.said.size(), 300'000U);
}

TEST_F(RemoteTest, TheServerOpensNothingThatACommandNames) {
  serve();
  const std::string secret = write("secret", "the server's own");
  const auto call = [&](const char* path) {
    return told_after({std::string(version()), "echo", json::write(Echo{"hello", {path}}), {}});
  };
  for (const char* path : {"/etc/hostname", secret.c_str(), "0", "-1", "1x", "", "18446744073709551616"}) {
    const auto told = call(path);
    EXPECT_EQ(told.find("holds"), std::string::npos) << path;
    EXPECT_NE(told.find("did not understand"), std::string::npos) << told;
  }
  const std::string one_file[] = {"content", ""};
  for (const char* path : {"0x", " 0", "00x", "1"}) {
    const auto told = told_after({std::string(version()), "echo", json::write(Echo{"hello", {path}}), {"f"}}, one_file);
    EXPECT_NE(told.find("did not understand"), std::string::npos) << path << ": " << told;
  }
  // A name may say anything: it is shown and never a place.
  const std::string frames[] = {"content", ""};
  const auto told =
      told_after({std::string(version()), "echo", json::write(Echo{"hello", {"0"}}), {"../../x"}}, frames);
  EXPECT_EQ(told, "../../x holds content\nheard hello\n0");
  EXPECT_FALSE(fs::exists(temporary_.path() / "x"));
}

TEST_F(RemoteTest, OtherVersionsTasksAndNonsenseAreRefused) {
  serve();
  EXPECT_NE(told_after({"0.0.0", "echo", json::write(Echo{}), {}}).find("Restart the server"), std::string::npos);
  const std::string own(version());
  EXPECT_NE(told_after({own, "none", "{}", {}}).find("did not understand"), std::string::npos);
  EXPECT_EQ(told_after({own, "echo", "{\"word\":3}", {}}).back(), '1');
  EXPECT_EQ(told_after({own, "echo", "", std::vector<std::string>(201, "x")}).back(), '1');
  auto channel = control::connect(installation_->directory.control_socket()).value();
  ASSERT_TRUE(channel.send("GET / HTTP/1.1"));
  EXPECT_TRUE(channel.receive().value().find("\"err\"") != std::string::npos);
  EXPECT_EQ(run({"hello", {}}), ExitCode::done) << "and the next command is served";
}

TEST_F(RemoteTest, AFileBeyondTheServersLimitIsRefusedAndLeavesNothing) {
  installation_->import_limits.bytes = 1'000'000;
  serve();
  const auto large = write("large.csv", std::string(6'000'000, 'x'));
  EXPECT_EQ(run({"hello", {large}}), ExitCode::refused);
  EXPECT_NE(kept_.told.find(large + " is larger than the limit of 1000000 bytes"), std::string::npos) << kept_.told;
  EXPECT_EQ(run({"hello", {write("small.csv", std::string(1'000'000, 'x'))}}), ExitCode::done);
  EXPECT_EQ(left_behind(), 0U);
}

TEST_F(RemoteTest, AMissingFileIsToldBeforeTheServerHearsOfIt) {
  std::atomic<int> calls = 0;
  serve({counting(calls)});
  EXPECT_EQ(run({"hello", {(temporary_.path() / "absent.csv").string()}}), ExitCode::failed);
  EXPECT_NE(kept_.told.find("absent.csv could not be opened"), std::string::npos) << kept_.told;
  EXPECT_EQ(run({"hello", {temporary_.path().string()}}), ExitCode::failed);
  EXPECT_NE(kept_.told.find("Is a directory"), std::string::npos) << kept_.told;
  listener_->stop();
  EXPECT_EQ(calls, 0);
}

TEST_F(RemoteTest, AClientKilledWhileItSendsStartsNothing) {
  std::atomic<int> calls = 0;
  serve({counting(calls)});
  int sent[2];
  ASSERT_EQ(::pipe(sent), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto channel = control::connect(installation_->directory.control_socket()).value();
    (void)channel.send(
        json::write(Call{std::string(version()), "echo", json::write(Echo{"hello", {"0"}}), {"big.csv"}}));
    (void)channel.send("the first part");
    (void)!::write(sent[1], "x", 1);
    ::pause();
  }
  char byte;
  ASSERT_EQ(::read(sent[0], &byte, 1), 1);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(left_behind(), 0U);
  EXPECT_EQ(calls, 0);
}

TEST_F(RemoteTest, AKilledClientWantsNoChangeAnyMore) {
  std::promise<void> at_work, killed;
  std::promise<std::string> heard;
  serve({{"echo", [&](Installation&, std::string_view, const std::vector<std::string>&, Console& console) -> Result<> {
            EXPECT_TRUE(console.still_heard());
            at_work.set_value();
            killed.get_future().wait();
            auto still = console.still_heard();
            heard.set_value(still ? "still heard" : still.error().key);
            return still;
          }}});
  const pid_t child = ::fork();
  if (child == 0) {
    run({"hello", {}});
    ::_exit(0);
  }
  at_work.get_future().wait();
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  killed.set_value();
  EXPECT_EQ(heard.get_future().get(), "app.asker_gone");
}

TEST_F(RemoteTest, ATaskThatThrowsEndsItsCommandAndNotTheServer) {
  serve();
  EXPECT_EQ(run({"throw", {}}), ExitCode::bug);
  EXPECT_EQ(run({"hello", {}}), ExitCode::done);
}

TEST_F(RemoteTest, AHolderThatIsNoServerIsNamed) {
  EXPECT_EQ(run({"hello", {}}), ExitCode::failed);
  EXPECT_NE(kept_.told.find("in use by process " + std::to_string(::getpid())), std::string::npos) << kept_.told;
}

TEST_F(RemoteTest, WhatAKilledServerLeftIsClearedAway) {
  fs::create_directories(installation_->directory.uploads() / "old");
  std::ofstream(installation_->directory.uploads() / "old" / "0") << "names of people";
  serve();
  EXPECT_EQ(left_behind(), 0U);
  EXPECT_EQ(fs::status(installation_->directory.uploads()).permissions(), fs::perms::owner_all);
}

}  // namespace
}  // namespace chiron::app
