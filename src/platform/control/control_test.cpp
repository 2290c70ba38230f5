// The control socket against good clients and bad ones: silent, deaf, killed, lying about lengths, of another user.
#include "platform/control/control.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <future>
#include <mutex>

namespace chiron::control {
namespace {
namespace fs = std::filesystem;

class Control : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = fs::temp_directory_path() / "chiron-control-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory_ = name;
    path_ = directory_ / "control";
  }
  void TearDown() override { fs::remove_all(directory_); }

  /// Sends back what it receives, until the client has nothing more to say; notes how each connection ended.
  Answer echo() {
    return [this](Channel& channel) {
      while (true) {
        auto frame = channel.receive();
        if (!frame) return note(frame.error().key);
        if (auto sent = channel.send(*frame); !sent) return note(sent.error().key);
      }
    };
  }
  void note(std::string key) {
    const std::lock_guard lock(mutex_);
    ended_.push_back(std::move(key));
  }
  /// How the connections ended, once the listener has stopped.
  std::vector<std::string> ended(Listener& listener) {
    listener.stop();
    return ended_;
  }
  /// A connected socket without our framing.
  int raw() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::snprintf(address.sun_path, sizeof address.sun_path, "%s", path_.c_str());
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return descriptor;
  }
  static void write_raw(int descriptor, std::string_view bytes) {
    EXPECT_EQ(::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  /// Waits for the end that the server makes of a connection.
  static void read_to_end(int descriptor) {
    char byte[4096];
    while (::recv(descriptor, byte, sizeof byte, 0) > 0) {
    }
  }

  fs::path directory_, path_;
  std::mutex mutex_;
  std::vector<std::string> ended_;
};

TEST_F(Control, CarriesFramesOfEveryLengthInBothDirections) {
  auto listener = Listener::start(path_, echo()).value();
  auto channel = connect(path_).value();
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, std::size_t{70'000}, frame_bytes_max}) {
    const std::string frame(length, 'x');
    ASSERT_TRUE(channel.send(frame));
    EXPECT_EQ(channel.receive().value(), frame);
  }
  EXPECT_EQ(channel.send(std::string(frame_bytes_max + 1, 'x')).error().key, "control.frame_too_large");
  ASSERT_TRUE(channel.send("still whole"));
  EXPECT_EQ(channel.receive().value(), "still whole");
}

TEST_F(Control, IsForItsOwnerAloneAndGoesWithTheServer) {
  {
    const auto listener = Listener::start(path_, echo()).value();
    struct stat found{};
    ASSERT_EQ(::lstat(path_.c_str(), &found), 0);
    EXPECT_TRUE(S_ISSOCK(found.st_mode));
    EXPECT_EQ(found.st_mode & 07777, 0600U);
  }
  EXPECT_FALSE(fs::exists(path_));
}

TEST_F(Control, WorksInADirectoryDeeperThanAnAddressIsLong) {
  const auto deep = directory_ / std::string(90, 'a') / std::string(90, 'b');
  fs::create_directories(deep);
  auto listener = Listener::start(deep / "control", echo()).value();
  auto channel = connect(deep / "control").value();
  ASSERT_TRUE(channel.send("hello"));
  EXPECT_EQ(channel.receive().value(), "hello");
}

TEST_F(Control, ReplacesASocketThatADeadServerLeft) {
  EXPECT_EQ(connect(path_).error().key, "control.nobody");
  EXPECT_EQ(connect(directory_ / "absent" / "control").error().key, "control.nobody");
  const pid_t child = ::fork();
  if (child == 0) {
    auto listener = Listener::start(path_, [](Channel&) {});
    ::raise(SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  ASSERT_TRUE(fs::exists(path_));
  EXPECT_EQ(connect(path_).error().key, "control.nobody");
  auto listener = Listener::start(path_, echo()).value();
  auto channel = connect(path_).value();
  ASSERT_TRUE(channel.send("hello"));
  EXPECT_EQ(channel.receive().value(), "hello");
}

TEST_F(Control, ReplacesNothingThatIsNoSocket) {
  std::ofstream(path_) << "somebody's notes";
  EXPECT_EQ(Listener::start(path_, echo()).error().key, "control.unusable");
  EXPECT_TRUE(fs::is_regular_file(path_));
}

TEST_F(Control, AClientThatNeverReadsIsLeftAndOthersAreServed) {
  auto listener = Listener::start(path_,
                                  [this](Channel& channel) {
                                    const std::string many(frame_bytes_max, 'x');
                                    while (true)
                                      if (auto sent = channel.send(many); !sent) {
                                        note(sent.error().key);
                                        return note(channel.send("more").error().key);
                                      }
                                  },
                                  {.stall_ms = 400})
                      .value();
  const int deaf = raw();
  auto other = connect(path_).value();
  EXPECT_EQ(other.receive().value().size(), frame_bytes_max);
  // The server shuts the connection once it has given up, which ends this wait for what it had sent before.
  pollfd watched{deaf, 0, 0};
  EXPECT_EQ(::poll(&watched, 1, -1), 1);
  EXPECT_EQ(ended(*listener).at(0), "control.stalled");
  EXPECT_EQ(ended_.at(1), "control.gone") << "after half a frame nothing may follow";
  ::close(deaf);
}

TEST_F(Control, AClientThatStopsSpeakingIsLeft) {
  auto listener = Listener::start(path_, echo(), {.stall_ms = 30}).value();
  const int silent = raw(), halting = raw();
  write_raw(halting, std::string("\0\0\1\0half", 8));
  read_to_end(silent);
  read_to_end(halting);
  EXPECT_EQ(ended(*listener), (std::vector<std::string>{"control.stalled", "control.stalled"}));
  ::close(silent);
  ::close(halting);
}

TEST_F(Control, ALengthBeyondTheLimitIsRefusedBeforeAnyRoomIsMade) {
  auto listener = Listener::start(path_, echo()).value();
  const int liar = raw();
  write_raw(liar, "\xff\xff\xff\xff");
  read_to_end(liar);
  EXPECT_EQ(ended(*listener), std::vector<std::string>{"control.frame_too_large"});
  ::close(liar);
}

TEST_F(Control, AKilledClientIsNoticedByWhoeverWorksForIt) {
  std::promise<void> at_work, killed;
  std::promise<bool> before, after;
  auto listener = Listener::start(path_, [&](Channel& channel) {
                    (void)channel.receive();
                    before.set_value(channel.gone());
                    at_work.set_value();
                    killed.get_future().wait();
                    after.set_value(channel.gone());
                    note(channel.send("answer").error().key);
                  }).value();
  const pid_t child = ::fork();
  if (child == 0) {
    auto channel = connect(path_).value();
    (void)channel.send("work");
    (void)channel.receive(Wait::forever);
    ::_exit(0);
  }
  at_work.get_future().wait();
  EXPECT_FALSE(before.get_future().get());
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  killed.set_value();
  EXPECT_TRUE(after.get_future().get());
  EXPECT_EQ(ended(*listener), std::vector<std::string>{"control.gone"});
}

TEST_F(Control, StoppingCutsWhoSpeaksAndWaitsForWhoIsAnswered) {
  std::promise<void> speaks, works, stopping;
  auto listener = Listener::start(path_, [&](Channel& channel) {
                    if (channel.receive().value() == "speak") {
                      speaks.set_value();
                      return note("speaker " + channel.receive(Wait::forever).error().key);
                    }
                    works.set_value();
                    stopping.get_future().wait();
                    EXPECT_FALSE(channel.gone()) << "the stop is not the client's end";
                    note(channel.send("the whole answer") ? "answered" : "cut");
                  }).value();
  auto speaker = connect(path_).value();
  ASSERT_TRUE(speaker.send("speak"));
  auto worker = connect(path_).value();
  ASSERT_TRUE(worker.send("work"));
  speaks.get_future().wait();
  works.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { listener->stop(); });
  EXPECT_EQ(speaker.receive(Wait::forever).error().key, "control.gone");
  stopping.set_value();
  stopped.wait();
  EXPECT_EQ(worker.receive().value(), "the whole answer");
  EXPECT_EQ(ended_, (std::vector<std::string>{"speaker control.gone", "answered"}));
}

TEST_F(Control, MoreThanTheLimitWaitTheirTurn) {
  std::atomic<int> at_once = 0, most = 0;
  auto listener = Listener::start(path_,
                                  [&](Channel& channel) {
                                    const int now = ++at_once;
                                    for (int known = most; known < now && !most.compare_exchange_weak(known, now);) {
                                    }
                                    echo()(channel);
                                    --at_once;
                                  },
                                  {.connections_max = 2})
                      .value();
  std::vector<std::unique_ptr<Channel>> clients;
  for (int i = 0; i < 6; ++i) clients.push_back(std::make_unique<Channel>(connect(path_).value()));
  for (auto& client : clients) {
    ASSERT_TRUE(client->send("turn"));
    EXPECT_EQ(client->receive().value(), "turn");
    client.reset();
  }
  listener->stop();
  EXPECT_LE(most, 2);
}

TEST_F(Control, AnotherUserIsNotAnswered) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  auto listener = Listener::start(path_, echo()).value();
  // The modes that keep others out are taken away, so that the check of the peer stands alone.
  ::chmod(directory_.c_str(), 0755);
  ::chmod(path_.c_str(), 0666);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setuid(65534) != 0) ::_exit(3);
    auto channel = connect(path_);
    if (!channel) ::_exit(4);
    (void)channel->send("hello");
    ::_exit(channel->receive().has_value() ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(ended(*listener).empty());
}

}  // namespace
}  // namespace chiron::control
