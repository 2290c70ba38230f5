// Hostile and awkward clients over real sockets: smuggling, oversize, slow, idle, vanishing, and stopping under load.
// Nothing here sleeps to judge: each wait ends with an event or a socket timeout far beyond it.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "platform/http/server.h"
#include "platform/http/testing_client.h"

namespace chiron::http {
namespace {

using testing::Client;
using testing::get;
using testing::mutation;

/// Holds handlers until it is opened.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void wait_for(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int waiting_ = 0;
};

constexpr std::size_t large_bytes = 16 * 1024 * 1024;  // more than the sockets' buffers hold

struct ProbeTest : ::testing::Test {
  std::unique_ptr<Server> start(ServerOptions options = {}) {
    Router router;
    router.plain(Method::get, "/n/{number}", {}, [](const Request& request) {
      return plain_text(std::string(request.param("number")));
    });
    router.plain(Method::get, "/quick", {.run = RunOn::io_thread}, [](const Request&) { return plain_text("quick"); });
    router.plain(Method::get, "/gated", {}, [this](const Request&) {
      gate.pass();
      return plain_text("through");
    });
    router.plain(Method::get, "/large", {}, [](const Request&) {
      static const std::string bytes(large_bytes, 'x');
      Response response;
      response.lasting_body = bytes;
      return response;
    });
    router.plain_later(Method::get, "/later/{number}", {}, [this](std::shared_ptr<const Request> request, Reply reply) {
      const std::lock_guard lock(held_mutex);
      held.emplace_back(std::string(request->param("number")), reply);
      held_changed.notify_all();
    });
    router.plain(Method::post, "/echo", {}, [](const Request& request) { return plain_text(request.body); });
    options.port = 0;
    auto server = Server::start(std::move(router), std::move(options));
    port = (*server)->port();
    return *std::move(server);
  }
  testing::Answer ask(const std::string& bytes) {
    Client client(port);
    client.send(bytes);
    return client.receive().value_or(testing::Answer{});
  }
  std::string host() const { return "Host: localhost:" + std::to_string(port) + "\r\n"; }
  std::string post_headers() const {
    const std::string head = mutation("POST", "/echo", port, "");
    return head.substr(0, head.find("Content-Length"));
  }

  Gate gate;
  std::mutex held_mutex;
  std::condition_variable held_changed;
  std::vector<std::pair<std::string, Reply>> held;
  std::uint16_t port = 0;
};

TEST_F(ProbeTest, AnswersPipelinedRequestsInOrder) {
  const auto server = start();
  Client client(port);
  std::string all;
  for (int i = 0; i < 10; ++i) all += i % 3 == 2 ? get("/quick", port) : get("/n/" + std::to_string(i), port);
  client.send(all);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(client.receive()->body, i % 3 == 2 ? "quick" : std::to_string(i));
  // More than one batch, with bodies, then half closed.
  all.clear();
  for (int i = 0; i < 100; ++i) all += mutation("POST", "/echo", port, "body " + std::to_string(i));
  client.send(all);
  client.shut_send();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.receive()->body, "body " + std::to_string(i));
  EXPECT_TRUE(client.ended());
}

TEST_F(ProbeTest, KeepsTheOrderWhenAnswersComeLater) {
  const auto server = start();
  Client client(port);
  client.send(get("/later/0", port) + get("/n/1", port) + get("/later/2", port) + get("/n/3", port));
  for (std::size_t turn = 0; turn < 2; ++turn) {
    std::unique_lock lock(held_mutex);
    held_changed.wait(lock, [&] { return held.size() > turn; });
    EXPECT_EQ(held.size(), turn + 1) << "the next request waits for its turn";
    auto [number, reply] = held[turn];
    lock.unlock();
    reply(plain_text(number));
    reply(plain_text("a second answer is ignored"));
  }
  for (int i = 0; i < 4; ++i) EXPECT_EQ(client.receive()->body, std::to_string(i));
}

TEST_F(ProbeTest, TakesRequestsByteByByte) {
  const auto server = start();
  Client client(port);
  for (const char c : "\r\n" + mutation("POST", "/echo", port, "hello") + get("/quick", port)) client.send({&c, 1});
  EXPECT_EQ(client.receive()->body, "hello");
  EXPECT_EQ(client.receive()->body, "quick");
}

TEST_F(ProbeTest, ReadsChunkedBodies) {
  const auto server = start();
  Client client(port);
  client.send(post_headers() +
              "Transfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n" +
              get("/quick", port));
  EXPECT_EQ(client.receive()->body, "hello world");
  EXPECT_EQ(client.receive()->body, "quick");
}

TEST_F(ProbeTest, SaysContinue) {
  const auto server = start();
  Client client(port);
  client.send(post_headers() + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 100);
  client.send("hello");
  EXPECT_EQ(client.receive()->body, "hello");
  client.send(post_headers() + "Expect: 100-continue\r\nContent-Length: 3000000\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 413) << "told before the body is sent";
}

TEST_F(ProbeTest, RefusesBodiesOverTheLimit) {
  const auto server = start();
  const std::string body(3 * 1024 * 1024, 'x');
  EXPECT_EQ(ask(mutation("POST", "/echo", port, body)).status, 413);
  std::string chunked = post_headers() + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 48; ++i) chunked += "10000\r\n" + std::string(65536, 'x') + "\r\n";
  EXPECT_EQ(ask(chunked + "0\r\n\r\n").status, 413);
  EXPECT_EQ(ask(post_headers() + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n").status, 413);
  EXPECT_EQ(ask(mutation("POST", "/echo", port, std::string(1024 * 1024, 'x'))).status, 200)
      << "the limit itself is allowed";
}

TEST_F(ProbeTest, RefusesHeadersOverTheLimit) {
  const auto server = start();
  EXPECT_EQ(ask("GET /quick HTTP/1.1\r\n" + host() + "X: " + std::string(300'000, 'x') + "\r\n\r\n").status, 431);
  EXPECT_EQ(ask("GET /" + std::string(300'000, 'x') + " HTTP/1.1\r\n" + host() + "\r\n").status, 431);
  std::string many = "GET /quick HTTP/1.1\r\n" + host();
  for (int i = 0; i < 150; ++i) many += "X: 1\r\n";
  EXPECT_EQ(ask(many + "\r\n").status, 431);
  EXPECT_EQ(ask("GET /quick HTTP/1.1\r\n" + host() + "X: " + std::string(15'000, 'x') + "\r\n\r\n").status, 200);
}

TEST_F(ProbeTest, RefusesWhatTwoReadersCouldReadDifferently) {
  const auto server = start();
  const std::string post = post_headers();
  struct Row {
    const char* why;
    std::string bytes;
    int status;
  };
  const std::string line = "GET /quick HTTP/1.1\r\n";
  for (const auto& row : std::vector<Row>{
           {"length and chunked", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
           {"chunked and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
           {"two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400},
           {"two equal lengths", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400},
           {"list of lengths", post + "Content-Length: 5, 5\r\n\r\nhello", 400},
           {"signed length", post + "Content-Length: +5\r\n\r\nhello", 400},
           {"hex length", post + "Content-Length: 0x5\r\n\r\nhello", 400},
           {"endless length", post + "Content-Length: 99999999999999999999\r\n\r\nhello", 400},
           {"empty length", post + "Content-Length:\r\n\r\n", 400},
           {"chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
           {"gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
           {"xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
           {"chunked in 1.0", "POST /echo HTTP/1.0\r\n" + host() + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
           {"space before colon", post + "Content-Length : 5\r\n\r\nhello", 400},
           {"bare LF after a line", "GET /quick HTTP/1.1\n" + host() + "\r\n", 400},
           {"bare LF everywhere", "GET /quick HTTP/1.1\nHost: localhost\n\n", 400},
           {"bare LF in a value", line + host() + "X: a\nY: b\r\n\r\n", 400},
           {"bare CR in a value", line + host() + "X: a\rY: b\r\n\r\n", 400},
           {"folded header, space", line + host() + "X: a\r\n b\r\n\r\n", 400},
           {"folded header, tab", line + host() + "X: a\r\n\tb\r\n\r\n", 400},
           {"space before the first header", line + " " + host() + "\r\n", 400},
           {"NUL in a header", line + host() + std::string("X: a\0b\r\n\r\n", 10), 400},
           {"control character", line + host() + "X: a\x01\r\n\r\n", 400},
           {"header without colon", line + host() + "X\r\n\r\n", 400},
           {"header without name", line + host() + ": x\r\n\r\n", 400},
           {"no host", line + "\r\n", 400},
           {"two hosts", line + host() + host() + "\r\n", 400},
           {"absolute form", "GET http://localhost/quick HTTP/1.1\r\n" + host() + "\r\n", 400},
           {"asterisk", "OPTIONS * HTTP/1.1\r\n" + host() + "\r\n", 400},
           {"dot segments", "GET /a/../quick HTTP/1.1\r\n" + host() + "\r\n", 400},
           {"backslash", "GET /a\\quick HTTP/1.1\r\n" + host() + "\r\n", 400},
           {"two spaces", "GET  /quick HTTP/1.1\r\n" + host() + "\r\n", 400},
           {"no version", "GET /quick\r\n" + host() + "\r\n", 400},
           {"version 2", "GET /quick HTTP/2.0\r\n" + host() + "\r\n", 400},
           {"lower-case version", "GET /quick http/1.1\r\n" + host() + "\r\n", 400},
           {"bad chunk size", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
           {"chunk longer than said", post + "Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n", 400},
           {"chunk line by LF", post + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n", 400},
           {"signed chunk size", post + "Transfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n", 400},
           {"TLS", "\x16\x03\x01\x02\x01\x01\x01\xfc\x03\x03", 400},
           {"trace", "TRACE /quick HTTP/1.1\r\n" + host() + "\r\n", 405},
           {"connect", "CONNECT localhost:80 HTTP/1.1\r\n" + host() + "\r\n", 400},
           {"unknown method", "BREW /quick HTTP/1.1\r\n" + host() + "\r\n", 405},
           {"in order", line + host() + "\r\n", 200},
       }) {
    Client client(port);
    client.send(row.bytes);
    // What follows must not be taken for a request of its own once the first was refused.
    client.send(get("/n/smuggled", port));
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << row.why;
    EXPECT_EQ(answer->status, row.status) << row.why << answer->body;
    if (row.status == 400) {
      EXPECT_EQ(answer->header("connection"), "close") << row.why;
      EXPECT_FALSE(client.receive()) << row.why;
    }
  }
}

TEST_F(ProbeTest, EndsSlowClientsWhileOthersAreServed) {
  ServerOptions options;
  options.deadlines = {.sweep_ms = 20, .idle_ms = 60'000, .header_ms = 300, .body_ms = 300, .linger_ms = 100};
  const auto server = start(std::move(options));
  constexpr int slow_count = 200;
  std::vector<std::unique_ptr<Client>> slow;
  const std::string head = get("/quick", port);
  const std::string body_head = post_headers() + "Content-Length: 1000\r\n\r\n";
  for (int i = 0; i < slow_count; ++i) {
    slow.push_back(std::make_unique<Client>(port));
    slow.back()->send(i % 2 ? head.substr(0, 3) : body_head);
  }
  // Each turn gives every slow client one more byte and serves a quick one; it ends when the server has ended them
  // all: sending to an ended connection fails at the latest with the second byte.
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);  // a hundred times the deadline
  std::size_t at = 3;
  int served = 0;
  while (server->counts().timed_out < slow_count) {
    for (auto& client : slow) client->send(std::string_view(head).substr(at % 10 + 3, 1));
    ++at;
    Client quick(port);
    quick.send(get("/n/1", port));
    const auto answer = quick.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    ++served;
    ASSERT_LT(std::chrono::steady_clock::now(), give_up)
        << "slow clients were never ended: " << server->counts().timed_out;
  }
  EXPECT_GT(served, 0);
  EXPECT_EQ(server->counts().refused, 0u) << "ended by the deadline, not by the size of what they sent";
  for (auto& client : slow) EXPECT_TRUE(client->ended());
}

TEST_F(ProbeTest, EndsClientsThatDoNotRead) {
  ServerOptions options;
  options.deadlines = {.sweep_ms = 20, .write_ms = 200, .bytes_per_s_min = 1LL << 30, .linger_ms = 100};
  const auto server = start(std::move(options));
  Client client(port);
  client.send(get("/large", port));
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (server->counts().timed_out == 0) {
    ASSERT_LT(std::chrono::steady_clock::now(), give_up);
    Client quick(port);
    quick.send(get("/quick", port));
    ASSERT_EQ(quick.receive()->status, 200);
  }
}

TEST_F(ProbeTest, WritesLargeAnswersToSlowReadersWhole) {
  const auto server = start();
  Client client(port);
  client.send(get("/large", port) + get("/quick", port));
  EXPECT_EQ(client.receive()->body.size(), large_bytes);
  EXPECT_EQ(client.receive()->body, "quick");
}

TEST_F(ProbeTest, ServesTwoThousandIdleConnections) {
  const auto server = start();
  std::vector<Client> clients;
  clients.reserve(2000);
  for (int i = 0; i < 2000; ++i) {
    clients.emplace_back(port);
    ASSERT_GE(clients.back().socket(), 0) << i;
    ASSERT_TRUE(clients.back().send(get("/n/" + std::to_string(i), port)));
  }
  for (int i = 0; i < 2000; ++i) EXPECT_EQ(clients[static_cast<std::size_t>(i)].receive()->body, std::to_string(i));
  EXPECT_EQ(ask(get("/n/new", port)).body, "new");
  for (int i = 0; i < 2000; ++i) ASSERT_TRUE(clients[static_cast<std::size_t>(i)].send(get("/quick", port)));
  for (auto& client : clients) EXPECT_EQ(client.receive()->body, "quick");
  EXPECT_GE(server->counts().connections_open, 2000u);
}

TEST_F(ProbeTest, WaitsWhenThereAreTooManyConnections) {
  ServerOptions options;
  options.connections_max = 4;
  options.deadlines.sweep_ms = 20;
  const auto server = start(std::move(options));
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 8; ++i) {
    clients.push_back(std::make_unique<Client>(port));
    clients.back()->send(get("/quick", port));
  }
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(clients[i]->receive()->body, "quick");
  EXPECT_LE(server->counts().connections_open, 4u);
  clients.erase(clients.begin(), clients.begin() + 4);
  for (auto& client : clients) EXPECT_EQ(client->receive()->body, "quick");
}

TEST_F(ProbeTest, SaysBusyWhenTheQueueIsFull) {
  ServerOptions options;
  options.workers = 1;
  options.queue_max = 2;
  const auto server = start(std::move(options));
  std::vector<std::unique_ptr<Client>> clients;
  const auto add = [&] {
    clients.push_back(std::make_unique<Client>(port));
    clients.back()->send(get("/gated", port));
  };
  add();
  gate.wait_for(1);  // the worker is held; two more fit into the queue
  for (int i = 0; i < 3; ++i) add();
  // One of the three is refused at once; which one depends on the order of arrival.
  std::vector<std::thread> readers;
  std::atomic<int> through{0}, refused{0};
  for (auto& client : clients)
    readers.emplace_back([&] {
      const auto answer = client->receive();
      if (answer && answer->status == 503) {
        EXPECT_EQ(answer->header("retry-after"), "1");
        ++refused;
        gate.open();
      } else if (answer && answer->body == "through") {
        ++through;
      }
    });
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(through, 3);
}

TEST_F(ProbeTest, OutlivesClientsThatVanish) {
  const auto server = start();
  for (int i = 0; i < 50; ++i) {
    Client client(port);
    client.send(get("/large", port));
    if (i % 2) {
      char bytes[1000];
      (void)!::read(client.socket(), bytes, sizeof bytes);
    }
    client.reset();
  }
  Client held_client(port);
  held_client.send(get("/gated", port));
  gate.wait_for(1);
  held_client.reset();
  gate.open();
  EXPECT_EQ(ask(get("/n/5", port)).body, "5");
}

TEST_F(ProbeTest, StopsCleanlyUnderLoad) {
  auto server = start();
  std::atomic<int> answered{0}, cut{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] {
      for (;;) {
        Client client(port);
        if (client.socket() < 0) return;
        for (;;) {
          if (!client.send(get("/n/1", port))) break;
          const auto answer = client.receive();
          if (!answer) break;  // ended between requests, or before this one was read
          if (answer->body != "1") ++cut;
          ++answered;
          if (answer->header("connection") == "close") break;
        }
      }
    });
  // One request is under way when the stop begins; its answer must still come, whole.
  Client slow(port);
  slow.send(get("/gated", port));
  gate.wait_for(1);
  while (answered < 500) std::this_thread::yield();
  std::thread stopper([&] { server->stop(); });
  for (auto& thread : threads) thread.join();
  gate.open();
  const auto last = slow.receive();
  ASSERT_TRUE(last);
  EXPECT_EQ(last->body, "through");
  EXPECT_TRUE(slow.ended());
  stopper.join();
  EXPECT_EQ(cut, 0);
  EXPECT_EQ(server->counts().connections_open, 0u);
}

TEST_F(ProbeTest, StopsWhileAnswersAreStillOwed) {
  ServerOptions options;
  options.deadlines.drain_ms = 50;
  options.deadlines.sweep_ms = 10;
  auto server = start(std::move(options));
  Client client(port);
  client.send(get("/later/1", port));
  {
    std::unique_lock lock(held_mutex);
    held_changed.wait(lock, [&] { return held.size() == 1; });
  }
  server->stop();
  EXPECT_FALSE(client.receive());
  held[0].second(plain_text("too late"));  // must not touch what is gone
  server.reset();
  held.clear();
}

}  // namespace
}  // namespace chiron::http
