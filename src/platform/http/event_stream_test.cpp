// Answers that go on, over real sockets: events as they come, who may begin one, clients that leave, do not read or
// talk, and a server that stops. No wait judges by the clock: each ends with an event or a timeout far beyond it.
#include "platform/http/event_stream.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "platform/http/openapi.h"
#include "platform/http/server.h"
#include "platform/http/testing_client.h"

namespace chiron::http {
namespace {

using testing::Client;

struct Tick {
  int number = 0;
};
BOOST_DESCRIBE_STRUCT(Tick, (), (number))
struct Named {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Named, (), (name))

const std::string own_page = "Sec-Fetch-Site: same-origin\r\n";
const std::string first = "event: tick\ndata: {\"number\":0}\n\n";

struct StreamTest : ::testing::Test {
  std::unique_ptr<Server> start(ServerOptions options = {}) {
    Router router;
    router.stream<Named, Tick>("/api/v1/ticks", {.id = "watch_ticks", .summary = "Ticks."},
                               [this](const Request&, const Named& asked) -> Result<std::shared_ptr<EventOutlet>> {
                                 if (asked.name != "clock") return err(fail(ErrorCode::not_found, "test.no_clock"));
                                 auto [stream, outlet] = EventStream::make();
                                 stream.send(first);
                                 const std::lock_guard lock(mutex);
                                 streams.push_back(stream);
                                 return outlet;
                               });
    router.plain(Method::get, "/n", {}, [](const Request&) { return plain_text("n"); });
    document = *openapi_json(router, "Test", "1");
    options.port = 0;
    auto server = Server::start(std::move(router), std::move(options));
    port = (*server)->port();
    return *std::move(server);
  }
  std::string get(std::string_view path, std::string_view extra = own_page) { return testing::get(path, port, extra); }
  Client listener() {
    Client client(port);
    client.send(get("/api/v1/ticks?name=clock"));
    return client;
  }
  EventStream& stream(std::size_t at = 0) {
    const std::lock_guard lock(mutex);
    return streams.at(at);
  }
  /// Sends until the stream says that it has ended; gives up when it never does.
  bool ends(EventStream& it) {
    for (int i = 0; i < 10'000; ++i) {
      if (!it.send(heartbeat)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }

  std::mutex mutex;
  std::vector<EventStream> streams;
  std::string document;
  std::uint16_t port = 0;
};

TEST_F(StreamTest, SendsEventsAsTheyComeAndEnds) {
  const auto server = start();
  Client client = listener();
  const std::string head = client.until("\r\n\r\n");
  for (const char* line : {"HTTP/1.1 200 OK", "Content-Type: text/event-stream\r\n", "Cache-Control: no-store\r\n",
                           "X-Accel-Buffering: no\r\n", "Connection: close\r\n", "X-Content-Type-Options: nosniff\r\n"})
    EXPECT_NE(head.find(line), std::string::npos) << line << head;
  EXPECT_EQ(head.find("Content-Length"), std::string::npos);
  EXPECT_EQ(client.until("\n\n"), first);
  for (int i = 1; i <= 3; ++i) {
    EXPECT_TRUE(stream().send(event_text("tick", "{\"number\":" + std::to_string(i) + "}")));
    EXPECT_EQ(client.until("\n\n"), "event: tick\ndata: {\"number\":" + std::to_string(i) + "}\n\n");
  }
  stream().send(heartbeat);
  stream().end();
  EXPECT_FALSE(stream().send(heartbeat));
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(client.until("nothing"), heartbeat);
}

TEST_F(StreamTest, GoesOnForWhoReadsHoweverMuchItIs) {
  const auto server = start();
  Client client = listener();
  client.until("\n\n");
  const std::string large = event_text("large", std::string(8 * 1024, 'x'));
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(stream().send(large));
    EXPECT_EQ(client.until("\n\n"), large);
  }
}

TEST_F(StreamTest, HoldsNoWorker) {
  const auto server = start({.workers = 1});
  std::vector<Client> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(listener());
    EXPECT_NE(clients.back().until("\n\n"), "");
  }
  Client other(port);
  other.send(get("/n"));
  EXPECT_EQ(other.receive()->body, "n");
  for (std::size_t i = 0; i < 50; ++i) stream(i).end();
  for (auto& client : clients) EXPECT_TRUE(client.ended());
}

TEST_F(StreamTest, BeginsForOurOwnPagesAlone) {
  const auto server = start();
  const std::string ours = "Origin: http://localhost:" + std::to_string(port) + "\r\n";
  const auto status = [&](const std::string& headers) {
    Client client(port);
    client.send(get("/api/v1/ticks?name=clock", headers));
    return client.until("\r\n").substr(9, 3);
  };
  EXPECT_EQ(status(own_page), "200");
  EXPECT_EQ(status(ours), "200");
  EXPECT_EQ(status(ours + own_page), "200");
  for (const std::string& foreign :
       {std::string(), std::string("Origin: null\r\n"), std::string("Origin: http://evil.example\r\n"),
        "Origin: http://evil.example\r\n" + own_page, std::string("Sec-Fetch-Site: none\r\n"),
        std::string("Sec-Fetch-Site: cross-site\r\n"), ours + "Sec-Fetch-Site: same-site\r\n"})
    EXPECT_EQ(status(foreign), "403") << foreign;
  EXPECT_EQ(streams.size(), 3U) << "a refused request never reaches its function";
}

TEST_F(StreamTest, RefusesAsOtherRoutesDo) {
  const auto server = start();
  Client client(port);
  client.send(get("/api/v1/ticks?name=none") + get("/api/v1/ticks") + get("/n"));
  EXPECT_EQ(client.receive()->status, 404);
  EXPECT_EQ(client.receive()->status, 400);
  EXPECT_EQ(client.receive()->body, "n");
  Client head(port);
  std::string asked = get("/api/v1/ticks?name=clock");
  head.send("HEAD" + asked.substr(3) + get("/n"));
  EXPECT_EQ(head.receive(true)->status, 200);
  EXPECT_EQ(head.receive()->body, "n");
  EXPECT_TRUE(ends(stream())) << "who only asks for the header gets no events";
}

TEST_F(StreamTest, AnswersNothingBehindAStream) {
  const auto server = start();
  Client client(port);
  client.send(get("/n") + get("/api/v1/ticks?name=clock") + get("/n"));
  EXPECT_EQ(client.receive()->body, "n");
  client.until("\r\n\r\n");
  EXPECT_EQ(client.until("\n\n"), first);
  stream().end();
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(client.until("nothing"), "");
}

TEST_F(StreamTest, NoticesWhoLeaves) {
  const auto server = start();
  {
    Client client = listener();
    client.until("\n\n");
  }
  EXPECT_TRUE(ends(stream(0)));
  Client client = listener();
  client.until("\n\n");
  client.reset();
  EXPECT_TRUE(ends(stream(1)));
}

TEST_F(StreamTest, DropsAClientThatDoesNotRead) {
  const auto server = start();
  Client client = listener();
  client.until("\n\n");
  // More than the sockets' buffers and ours hold, no faster than the server can write: it must end, and not by growing.
  const std::string large = event_text("large", std::string(8 * 1024, 'x'));
  std::size_t taken = 0;
  while (taken < std::size_t{1} << 28 && stream().send(large)) {
    taken += large.size();
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  EXPECT_LT(taken, std::size_t{1} << 28);
  EXPECT_FALSE(stream().open());
}

TEST_F(StreamTest, DropsAClientThatTalksOnAndOn) {
  const auto server = start();
  Client client = listener();
  client.until("\n\n");
  const std::string words(1024, 'w');
  for (int i = 0; i < 1'000'000; ++i)
    if (!client.send(words)) break;
  EXPECT_TRUE(ends(stream()));
}

TEST_F(StreamTest, StopsAtOnceWhateverIsOpen) {
  auto server = start({.deadlines = {.drain_ms = 60'000}});
  Client reads = listener();
  reads.until("\n\n");
  Client stuck = listener();
  stuck.until("\n\n");
  const std::string large(15 * 1024, 'x');
  for (int i = 0; i < 10'000 && stream(1).send(event_text("large", large)); ++i)
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  Client quiet = listener();
  quiet.until("\n\n");
  server->stop();  // far within drain_ms, or this test takes a minute
  EXPECT_TRUE(reads.ended());
  for (std::size_t i = 0; i < 3; ++i) EXPECT_FALSE(stream(i).send(heartbeat));
  EXPECT_EQ(server->counts().timed_out, 0U);
}

TEST_F(StreamTest, SendersFromManyThreadsAndAServerThatGoes) {
  auto server = start();
  std::vector<Client> clients;
  for (int i = 0; i < 8; ++i) {
    clients.push_back(listener());
    clients.back().until("\n\n");
  }
  std::vector<std::thread> threads;
  std::atomic<bool> go{true};
  std::atomic<int> sent{0};
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      while (go)
        for (std::size_t i = 0; i < 8; ++i) {
          stream(i).send(heartbeat);
          ++sent;
          if (t == 3 && i == 7) stream(i).end();
        }
    });
  while (sent < 10'000) std::this_thread::yield();
  server->stop();
  server.reset();
  go = false;
  for (auto& thread : threads) thread.join();
  for (std::size_t i = 0; i < 8; ++i) EXPECT_FALSE(stream(i).open());
}

TEST_F(StreamTest, IsDescribedByItsEvent) {
  const auto server = start();
  EXPECT_NE(document.find("\"text/event-stream\": {\n"), std::string::npos) << document;
  EXPECT_NE(document.find("#/components/schemas/Tick"), std::string::npos);
}

}  // namespace
}  // namespace chiron::http
