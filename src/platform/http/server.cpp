// The server: connections on one I/O thread, handlers on workers, a coarse sweeper for deadlines.
//
// A connection goes round one loop (pump): write what is waiting, parse what has been received into a batch of
// exchanges, let the batch be answered, write the answers joined in order. Only one batch is under way per
// connection, and nothing is read meanwhile: a client that sends faster than it is answered is slowed by TCP.
#include "platform/http/server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/id.h"
#include "platform/http/event_stream.h"
#include "platform/http/request_reader.h"
#include "platform/http/security_headers.h"

namespace chiron::http {
namespace {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using boost::system::error_code;

struct RequestTag {
  using names_no_person = void;
};
struct IncidentTag {
  using names_no_person = void;
};

constexpr std::size_t batch_max = 16;
constexpr std::size_t scratch_bytes = 64 * 1024;
constexpr std::uint64_t linger_bytes_max = 64 * 1024 * 1024;
constexpr int reads_in_a_row = 16;  // then other connections get their turn
constexpr std::uint64_t talk_bytes_max = 64 * 1024;  // from a client that should only listen

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}
std::int64_t steady_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Status";
  }
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

}  // namespace

/// One request and its answer, in its connection's order.
struct Exchange {
  std::shared_ptr<Request> request;  // null for a refusal before there was one
  const Route* route = nullptr;
  Id<RequestTag> id;
  std::int64_t started_us = 0;
  bool head_only = false;
  bool closes = false;
  Response response;
  /// waiting -> answered, or waiting -> left (the worker went on without an answer) -> answered.
  enum class State : std::uint8_t { waiting, left, answered };
  std::atomic<State> state{State::waiting};
};

struct Listener {
  explicit Listener(asio::io_context& io) : acceptor(io.get_executor()) {}
  Acceptor acceptor;
  Router router;
  std::vector<std::string> origins;
  std::uint16_t port = 0;
  bool paused = false;
};

struct Connection : std::enable_shared_from_this<Connection> {
  Connection(Socket accepted, Listener& from) : socket(std::move(accepted)), listener(from) {}
  Socket socket;
  Listener& listener;
  std::string peer;
  std::string in;  // received, not yet used
  std::optional<RequestReader> reader;
  const Route* route = nullptr;      // of the request being read
  std::deque<std::string> owned;     // bytes of `out` that are ours
  std::deque<std::string_view> out;  // to be written, in order
  enum class Phase : std::uint8_t { idle, head, body, handling, writing, streaming, lingering, closed };
  Phase phase = Phase::idle;
  bool waiting_to_read = false;
  bool waiting_to_write = false;
  bool closes = false;  // after what is in `out`
  std::shared_ptr<EventOutlet> events;  // set: the last answer goes on
  std::int64_t deadline_ms = 0;
  std::int64_t phase_start_ms = 0;
  std::uint64_t phase_bytes = 0;
};

struct Server::Core : std::enable_shared_from_this<Server::Core> {
  /// Exchanges parsed together, answered in order.
  struct Batch {
    std::shared_ptr<Core> core;  // first: destroyed last
    std::shared_ptr<Connection> connection;
    std::deque<Exchange> exchanges;
    std::size_t next = 0;     // first exchange a worker has not begun
    std::size_t written = 0;  // first exchange the I/O thread has not written
  };
  struct Target final : Reply::Target {
    Target(std::shared_ptr<Batch> of, std::size_t at) : batch(std::move(of)), index(at) {}
    ~Target() override {
      if (!used.exchange(true))
        batch->core->answered(batch, index, Response(fail(ErrorCode::internal, "http.no_answer")));
    }
    void answer(Response response) override {
      if (!used.exchange(true)) batch->core->answered(batch, index, std::move(response));
    }
    std::shared_ptr<Batch> batch;
    std::size_t index;
    std::atomic<bool> used{false};
  };

  explicit Core(ServerOptions given) : options(std::move(given)), io(1), sweeper(io.get_executor()) {}

  // ---- Starting and stopping ----
  Result<> listen(Listener& listener, const std::string& address, std::uint16_t port);
  void begin_stop();
  void finish_if_stopped();

  // ---- I/O thread ----
  void accept(Listener& listener);
  void sweep();
  void wait_to_read(const std::shared_ptr<Connection>& connection);
  void on_readable(const std::shared_ptr<Connection>& connection);
  void pump(const std::shared_ptr<Connection>& connection);
  enum class Written : std::uint8_t { all, waiting, failed };
  Written write_some(const std::shared_ptr<Connection>& connection);
  bool parse_one(const std::shared_ptr<Connection>& connection, Batch& batch);
  void head_done(Connection& connection, Batch& batch);
  void refuse_request(Connection& connection, Batch& batch, int status, Error error, bool closes,
                      std::string allow = {});
  void complete(Connection& connection, Batch& batch);
  void dispatch(const std::shared_ptr<Batch>& batch);
  void drain_completed();
  void write_answers(const std::shared_ptr<Batch>& batch);
  void append_response(Connection& connection, Exchange& exchange);
  void set_phase(Connection& connection, Connection::Phase phase);
  void start_linger(const std::shared_ptr<Connection>& connection);
  void start_stream(const std::shared_ptr<Connection>& connection, std::shared_ptr<EventOutlet> events);
  bool stream_on(const std::shared_ptr<Connection>& connection);
  void close(const std::shared_ptr<Connection>& connection);
  void refresh_date();

  // ---- Workers ----
  void work();
  void publish();
  void run_batch(const std::shared_ptr<Batch>& batch);
  void answered(const std::shared_ptr<Batch>& batch, std::size_t index, Response response);
  void hand_back(const std::shared_ptr<Batch>& batch);
  void finish_response(Exchange& exchange);

  ServerOptions options;
  asio::io_context io;
  asio::steady_timer sweeper;
  std::deque<Listener> listeners;
  std::unordered_map<Connection*, std::shared_ptr<Connection>> connections;
  std::array<char, scratch_bytes> scratch;
  SystemRandom system_random;
  std::unique_ptr<SeededRandom> random;  // request ids: unique, not secret
  SystemClock clock;
  std::string common_lines;
  std::string date_line;
  std::int64_t date_s = -1;
  std::int64_t now_ms = 0;
  std::int64_t stop_deadline_ms = 0;
  bool stopping = false;  // I/O thread's own

  std::thread io_thread;
  std::vector<std::thread> workers;
  std::mutex queue_mutex;
  std::condition_variable queue_ready;
  std::deque<std::shared_ptr<Batch>> queue;
  int workers_asleep = 0;
  bool workers_stop = false;
  std::vector<std::shared_ptr<Batch>> dispatched;  // I/O thread's own: parsed in this round, not yet in the queue

  std::mutex completed_mutex;
  std::vector<std::shared_ptr<Batch>> completed;
  bool drain_posted = false;
  std::atomic<bool> stopped{false};
  std::mutex stop_mutex;

  std::atomic<std::uint64_t> open{0}, accepted{0}, requests{0}, timed_out{0}, refused{0};
  std::array<Counter*, 6> by_class{};
  Histogram* duration = nullptr;
};

// ---- Starting and stopping ----

Result<> Server::Core::listen(Listener& listener, const std::string& address, std::uint16_t port) {
  error_code ec;
  const auto ip = asio::ip::make_address(address, ec);
  if (ec) return err(refuse("http.address_unusable").with("address", address));
  const asio::ip::tcp::endpoint endpoint(ip, port);
  listener.acceptor.open(endpoint.protocol(), ec);
  if (!ec) listener.acceptor.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) listener.acceptor.bind(endpoint, ec);
  if (!ec) listener.acceptor.listen(4096, ec);
  if (!ec) listener.acceptor.non_blocking(true, ec);
  if (!ec) listener.port = listener.acceptor.local_endpoint(ec).port();
  if (!ec) return {};
  const char* key = ec == boost::system::errc::address_in_use      ? "http.port_taken"
                    : ec == boost::system::errc::permission_denied ? "http.port_not_allowed"
                                                                   : "http.address_unusable";
  return err(fail(ErrorCode::unavailable, key).with("address", address).with("port", std::to_string(port)));
}

Result<std::unique_ptr<Server>> Server::start(Router router, ServerOptions options) {
  // A client that vanishes must not end the process; Asio sends with MSG_NOSIGNAL, other libraries do not.
  std::signal(SIGPIPE, SIG_IGN);
  auto core = std::make_shared<Core>(std::move(options));
  auto& given = core->options;
  std::array<std::uint8_t, 8> seed;
  core->system_random.fill(seed);
  std::uint64_t number;
  std::memcpy(&number, seed.data(), sizeof number);
  core->random = std::make_unique<SeededRandom>(number);
  if (given.upload_directory.empty()) {
    std::error_code ignored;
    given.upload_directory = std::filesystem::temp_directory_path(ignored);
    if (given.upload_directory.empty()) given.upload_directory = "/tmp";
  }
  const auto local_origins = [](std::uint16_t port) {
    const std::string end = port == 80 ? "" : ":" + std::to_string(port);
    return std::vector<std::string>{"http://localhost" + end, "http://127.0.0.1" + end, "http://[::1]" + end};
  };

  auto& main = core->listeners.emplace_back(core->io);
  TRY(core->listen(main, given.address, given.port));
  main.router = std::move(router);
  main.origins = given.origins.empty() ? local_origins(main.port) : given.origins;
  const bool https =
      std::ranges::any_of(main.origins, [](const auto& origin) { return origin.starts_with("https://"); });
  core->common_lines = common_header_lines(https ? Transport::https : Transport::plain);

  if (given.metrics) {
    static constexpr std::array<log::Word, 6> classes{"0xx", "1xx", "2xx", "3xx", "4xx", "5xx"};
    for (std::size_t i = 2; i < 6; ++i)
      core->by_class[i] = &given.metrics->counter("chiron_http_responses_total", "Responses by class of status.",
                                                  {{"class", classes[i]}});
    core->duration =
        &given.metrics->histogram("chiron_http_request_seconds", "From a request's last byte to its answer.");
    Core* raw = core.get();
    given.metrics->gauge("chiron_http_connections", "Open connections.", [weak = core->weak_from_this(), raw] {
      return weak.lock() ? static_cast<double>(raw->open) : 0.0;
    });
  }
  if (given.ops_port) {
    auto& ops = core->listeners.emplace_back(core->io);
    TRY(core->listen(ops, "127.0.0.1", *given.ops_port));
    ops.origins = local_origins(ops.port);
    ops.router.plain(Method::get, "/healthz", {.id = "health", .run = RunOn::io_thread},
                     [](const Request&) { return plain_text("ok\n"); });
    ops.router.plain(Method::get, "/readyz", {.id = "ready"}, [ready = given.ready](const Request&) -> Response {
      if (ready) TRY_HTTP(ready());
      return plain_text("ready\n");
    });
    ops.router.plain(Method::get, "/metrics", {.id = "metrics", .run = RunOn::io_thread},
                     [metrics = given.metrics](const Request&) -> Response {
                       auto response = plain_text(metrics ? metrics->text() : "");
                       response.content_type = "text/plain; version=0.0.4; charset=utf-8";
                       return response;
                     });
  }

  core->now_ms = steady_ms();
  core->refresh_date();
  for (auto& listener : core->listeners) core->accept(listener);
  core->sweep();
  core->io_thread = std::thread([raw = core.get()] { raw->io.run(); });
  for (int i = 0; i < std::max(1, given.workers); ++i) core->workers.emplace_back([raw = core.get()] { raw->work(); });
  return std::unique_ptr<Server>(new Server(std::move(core)));
}

Server::Server(std::shared_ptr<Core> core) : core_(std::move(core)) {}
Server::~Server() { stop(); }

std::uint16_t Server::port() const { return core_->listeners.front().port; }
std::uint16_t Server::ops_port() const {
  return core_->listeners.size() > 1 ? core_->listeners.back().port : std::uint16_t{0};
}

Server::Counts Server::counts() const {
  return {core_->open, core_->accepted, core_->requests, core_->timed_out, core_->refused};
}

void Server::stop() {
  const std::lock_guard once(core_->stop_mutex);
  if (core_->stopped) return;
  asio::post(core_->io, [raw = core_.get()] { raw->begin_stop(); });
  core_->io_thread.join();
  {
    const std::lock_guard lock(core_->queue_mutex);
    core_->workers_stop = true;
    core_->queue.clear();
  }
  core_->queue_ready.notify_all();
  for (auto& worker : core_->workers) worker.join();
  core_->dispatched.clear();
  std::vector<std::shared_ptr<Core::Batch>> unwritten;  // batches hold the core: let them go
  const std::lock_guard lock(core_->completed_mutex);
  unwritten.swap(core_->completed);
  core_->stopped = true;
}

void Server::Core::begin_stop() {
  stopping = true;
  stop_deadline_ms = steady_ms() + options.deadlines.drain_ms;
  error_code ec;
  for (auto& listener : listeners) listener.acceptor.close(ec);
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [unused, connection] : connections) all.push_back(connection);
  for (const auto& connection : all) {
    // A request may have arrived that was not read yet; it is still answered.
    if (connection->phase == Connection::Phase::idle) on_readable(connection);
    if (connection->phase == Connection::Phase::idle) close(connection);
    // Nobody waits for a stream to end, least of all for a client that does not read it.
    if (!connection->events) continue;
    if (connection->phase == Connection::Phase::streaming) pump(connection);
    close(connection);
  }
  finish_if_stopped();
}

void Server::Core::finish_if_stopped() {
  if (!stopping || !connections.empty()) return;
  sweeper.cancel();
  io.stop();
}

// ---- Connections ----

void Server::Core::accept(Listener& listener) {
  if (connections.size() >= options.connections_max) {
    listener.paused = true;  // the sweeper goes on when others have left
    return;
  }
  listener.acceptor.async_accept(io.get_executor(), [this, &listener](error_code ec, Socket socket) {
    if (stopping || ec == asio::error::operation_aborted) return;
    if (ec) {
      listener.paused = true;  // out of descriptors, say: try again with the next sweep
      return;
    }
    ++accepted;
    ++open;
    error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    auto connection = std::make_shared<Connection>(std::move(socket), listener);
    connection->peer = connection->socket.remote_endpoint(ignored).address().to_string();
    connections.emplace(connection.get(), connection);
    set_phase(*connection, Connection::Phase::idle);
    wait_to_read(connection);
    accept(listener);
  });
}

void Server::Core::set_phase(Connection& connection, Connection::Phase phase) {
  using Phase = Connection::Phase;
  if (connection.phase == Phase::closed) return;
  connection.phase = phase;
  connection.phase_start_ms = now_ms;
  connection.phase_bytes = 0;
  const auto& limits = options.deadlines;
  switch (phase) {
    case Phase::idle: connection.deadline_ms = now_ms + limits.idle_ms; break;
    case Phase::head: connection.deadline_ms = now_ms + limits.header_ms; break;
    case Phase::body: connection.deadline_ms = now_ms + limits.body_ms; break;
    case Phase::writing: connection.deadline_ms = now_ms + limits.write_ms; break;
    case Phase::lingering: connection.deadline_ms = now_ms + limits.linger_ms; break;
    case Phase::handling:
    case Phase::streaming:
    case Phase::closed: connection.deadline_ms = std::numeric_limits<std::int64_t>::max(); break;
  }
}

void Server::Core::sweep() {
  now_ms = steady_ms();
  refresh_date();
  std::vector<std::shared_ptr<Connection>> late;
  for (const auto& [unused, connection] : connections) {
    std::int64_t deadline = connection->deadline_ms;
    if (connection->phase == Connection::Phase::body || connection->phase == Connection::Phase::writing)
      deadline += static_cast<std::int64_t>(connection->phase_bytes) * 1000 / options.deadlines.bytes_per_s_min;
    if (deadline <= now_ms || (stopping && stop_deadline_ms <= now_ms)) late.push_back(connection);
  }
  for (const auto& connection : late) {
    ++timed_out;
    close(connection);
  }
  for (auto& listener : listeners)
    if (listener.paused && !stopping) {
      listener.paused = false;
      accept(listener);
    }
  sweeper.expires_after(std::chrono::milliseconds(options.deadlines.sweep_ms));
  sweeper.async_wait([this](error_code ec) {
    if (!ec) sweep();
  });
  finish_if_stopped();
}

void Server::Core::refresh_date() {
  const std::int64_t seconds = clock.now().micros / 1'000'000;
  if (seconds == date_s) return;
  date_s = seconds;
  date_line = fmt::format("Date: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

void Server::Core::wait_to_read(const std::shared_ptr<Connection>& connection) {
  if (connection->waiting_to_read || connection->phase == Connection::Phase::closed) return;
  connection->waiting_to_read = true;
  connection->socket.async_wait(Socket::wait_read, [this, connection](error_code ec) {
    connection->waiting_to_read = false;
    if (ec || connection->phase == Connection::Phase::closed) return;
    on_readable(connection);
  });
}

void Server::Core::on_readable(const std::shared_ptr<Connection>& connection) {
  using Phase = Connection::Phase;
  for (int round = 0; round < reads_in_a_row; ++round) {
    if (connection->phase == Phase::closed || connection->phase == Phase::handling ||
        connection->phase == Phase::writing)
      return;  // pump reads on when it is done
    error_code ec;
    const std::size_t n = connection->socket.read_some(asio::buffer(scratch), ec);
    if (ec == asio::error::would_block) break;
    if (ec) return close(connection);
    connection->phase_bytes += n;
    if (connection->phase == Phase::lingering || connection->phase == Phase::streaming) {
      const auto most = connection->phase == Phase::lingering ? linger_bytes_max : talk_bytes_max;
      if (connection->phase_bytes > most) return close(connection);
      continue;
    }
    connection->in.append(scratch.data(), n);
    pump(connection);
    if (n < scratch_bytes) break;
  }
  if (connection->phase == Phase::idle || connection->phase == Phase::head || connection->phase == Phase::body ||
      connection->phase == Phase::lingering || connection->phase == Phase::streaming)
    wait_to_read(connection);
}

void Server::Core::close(const std::shared_ptr<Connection>& connection) {
  if (connection->phase == Connection::Phase::closed) return;
  connection->phase = Connection::Phase::closed;
  error_code ignored;
  connection->socket.close(ignored);
  connection->in.clear();
  connection->out.clear();
  connection->owned.clear();
  connection->reader.reset();
  connection->events.reset();
  --open;
  connections.erase(connection.get());
  finish_if_stopped();
}

/// Ends the connection so that the client still reads the last answer: our side is shut, what the client keeps
/// sending is thrown away for a while (closing at once would reset the connection and lose the answer).
void Server::Core::start_linger(const std::shared_ptr<Connection>& connection) {
  error_code ec;
  connection->socket.shutdown(Socket::shutdown_send, ec);
  if (ec) return close(connection);
  connection->in.clear();
  connection->in.shrink_to_fit();
  connection->reader.reset();
  set_phase(*connection, Connection::Phase::lingering);
  wait_to_read(connection);
}

/// The answer's header is on its way; events follow until one side ends them.
void Server::Core::start_stream(const std::shared_ptr<Connection>& connection, std::shared_ptr<EventOutlet> events) {
  connection->events = std::move(events);
  connection->in.clear();  // whatever was sent behind the request is not read any more
  connection->events->listen([core = weak_from_this(), weak = std::weak_ptr(connection)] {
    const auto alive = core.lock();
    if (!alive) return;
    asio::post(alive->io, [raw = alive.get(), weak] {
      const auto there = weak.lock();
      if (there && there->phase == Connection::Phase::streaming) raw->pump(there);
    });
  });
}

/// Everything was written: takes what waits, ends, or waits for more. Returns whether there is something to write.
bool Server::Core::stream_on(const std::shared_ptr<Connection>& connection) {
  auto taken = connection->events->take();
  if (!taken.bytes.empty()) {
    connection->out.push_back(connection->owned.emplace_back(std::move(taken.bytes)));
    return true;
  }
  if (taken.over || stopping) {
    error_code ignored;
    connection->socket.shutdown(Socket::shutdown_send, ignored);
    close(connection);
    return false;
  }
  if (connection->phase != Connection::Phase::streaming) set_phase(*connection, Connection::Phase::streaming);
  wait_to_read(connection);
  return false;
}

void Server::Core::pump(const std::shared_ptr<Connection>& connection) {
  using Phase = Connection::Phase;
  for (;;) {
    if (connection->phase == Phase::closed || connection->phase == Phase::handling ||
        connection->phase == Phase::lingering)
      return;
    if (!connection->out.empty()) {
      switch (write_some(connection)) {
        case Written::all: break;
        case Written::waiting: return;
        case Written::failed: return close(connection);
      }
    }
    if (connection->events) {
      if (stream_on(connection)) continue;
      return;
    }
    if (connection->closes) return start_linger(connection);
    if (connection->phase == Phase::writing) set_phase(*connection, Phase::idle);

    std::shared_ptr<Batch> batch;
    if (!connection->in.empty()) {
      batch = std::make_shared<Batch>();
      batch->connection = connection;
      while (batch->exchanges.size() < batch_max && !connection->closes && parse_one(connection, *batch)) {
      }
    }
    if (batch && !batch->exchanges.empty()) {
      batch->core = shared_from_this();
      dispatch(batch);
      continue;
    }
    if (!connection->out.empty()) continue;  // 100 Continue
    if (stopping && connection->phase == Phase::idle) return close(connection);
    if (connection->in.empty() && connection->in.capacity() > 4096 && connection->phase == Phase::idle)
      connection->in.shrink_to_fit();
    return wait_to_read(connection);
  }
}

Server::Core::Written Server::Core::write_some(const std::shared_ptr<Connection>& connection) {
  auto& out = connection->out;
  while (!out.empty()) {
    std::array<asio::const_buffer, 16> buffers;
    std::size_t count = 0;
    for (; count < buffers.size() && count < out.size(); ++count)
      buffers[count] = asio::buffer(out[count].data(), out[count].size());
    for (std::size_t i = count; i < buffers.size(); ++i) buffers[i] = asio::const_buffer();
    error_code ec;
    std::size_t n = connection->socket.write_some(buffers, ec);
    if (ec == asio::error::would_block) {
      if (connection->phase != Connection::Phase::writing) set_phase(*connection, Connection::Phase::writing);
      if (!connection->waiting_to_write) {
        connection->waiting_to_write = true;
        connection->socket.async_wait(Socket::wait_write, [this, connection](error_code failed) {
          connection->waiting_to_write = false;
          if (!failed && connection->phase != Connection::Phase::closed) pump(connection);
        });
      }
      return Written::waiting;
    }
    if (ec) return Written::failed;
    connection->phase_bytes += n;
    while (n > 0) {
      const std::size_t part = std::min(n, out.front().size());
      out.front().remove_prefix(part);
      n -= part;
      if (out.front().empty()) out.pop_front();
    }
    while (!out.empty() && out.front().empty()) out.pop_front();
  }
  connection->owned.clear();
  return Written::all;
}

// ---- Parsing ----

/// Reads on with what has been received; returns whether a whole exchange was added to the batch.
bool Server::Core::parse_one(const std::shared_ptr<Connection>& connection, Batch& batch) {
  using Phase = Connection::Phase;
  using State = RequestReader::State;
  auto& in = connection->in;
  if (in.empty()) return false;
  if (!connection->reader) connection->reader.emplace(options.header_bytes_max);
  auto& reader = *connection->reader;
  std::size_t used = 0;
  const std::size_t before = batch.exchanges.size();
  for (;;) {
    const State from = reader.state();
    const std::size_t n = reader.feed(std::string_view(in).substr(used));
    used += n;
    if (reader.state() == State::head_done) {
      head_done(*connection, batch);
      if (batch.exchanges.size() > before) break;
    }
    if (reader.state() == State::refused) {
      refuse_request(*connection, batch, reader.refusal().status, Error{ErrorCode::invalid, reader.refusal().key, {}},
                     true);
      break;
    }
    if (reader.state() == State::complete) {
      complete(*connection, batch);
      break;
    }
    if (n == 0 && reader.state() == from) break;
  }
  in.erase(0, used);
  if (batch.exchanges.size() > before) {
    connection->reader.reset();
    connection->route = nullptr;
    return true;
  }
  if (reader.state() == State::body) {
    if (connection->phase != Phase::body) set_phase(*connection, Phase::body);
  } else if (reader.started()) {
    if (connection->phase != Phase::head) set_phase(*connection, Phase::head);
  }
  return false;
}

void Server::Core::refuse_request(Connection& connection, Batch& batch, int status, Error error, bool closes,
                                  std::string allow) {
  ++refused;
  auto& exchange = batch.exchanges.emplace_back();
  exchange.request = connection.reader->request();
  exchange.id = Id<RequestTag>::random(*random);
  exchange.request->request_id = exchange.id.text();
  exchange.started_us = steady_us();
  exchange.head_only = exchange.request->method == Method::head;
  exchange.closes = closes || stopping;
  connection.closes = exchange.closes;
  exchange.response = Response(std::move(error));
  exchange.response.status = status;
  if (!allow.empty()) exchange.response.headers.push_back({"Allow", std::move(allow)});
  finish_response(exchange);
  exchange.state = Exchange::State::answered;
}

/// The header is complete: everything that can be decided without the body is decided here.
void Server::Core::head_done(Connection& connection, Batch& batch) {
  auto& reader = *connection.reader;
  Request& request = *reader.request();
  request.received = Instant{clock.now().micros};
  request.peer = connection.peer;
  if (std::ranges::find(options.trusted_proxies, connection.peer) != options.trusted_proxies.end())
    if (const auto forwarded = request.header("x-forwarded-for")) {
      std::string_view last = forwarded->substr(forwarded->find_last_of(',') + 1);
      while (last.starts_with(' ')) last.remove_prefix(1);
      error_code ec;
      const auto address = asio::ip::make_address(std::string(last), ec);
      if (!ec) request.peer = address.to_string();
    }
  const bool closes = reader.has_body() || !reader.keeps_alive();  // an unread body would be taken for a request
  const auto refuse_with = [&](int status, const char* key, std::string allow = {}) {
    refuse_request(connection, batch, status, Error{ErrorCode::invalid, key, {}}, closes, std::move(allow));
  };
  auto& listener = connection.listener;
  if (const auto no = check_host(request, listener.origins)) return refuse_with(no->status, no->key);

  auto match = listener.router.match(request.method, request.path);
  if (!match.route) {
    if (!match.allow.empty()) {
      return refuse_request(connection, batch, 405,
                            Error{ErrorCode::invalid, "http.wrong_method", {{"allow", match.allow}}}, closes,
                            match.allow);
    }
    if (auto file = reader.has_body() ? std::nullopt : listener.router.file_for(request)) {
      auto& exchange = batch.exchanges.emplace_back();
      exchange.request = reader.request();
      exchange.id = Id<RequestTag>::random(*random);
      request.request_id = exchange.id.text();
      exchange.started_us = steady_us();
      exchange.head_only = request.method == Method::head;
      exchange.closes = closes || stopping;
      connection.closes = exchange.closes;
      exchange.response = *std::move(file);
      exchange.state = Exchange::State::answered;
      return;
    }
    return refuse_request(connection, batch, 404, Error{ErrorCode::not_found, "http.unknown_path", {}}, closes);
  }
  if (const auto no =
          check_sender(request, *match.route, listener.origins, reader.has_body() ? HasBody::yes : HasBody::no))
    return refuse_with(no->status, no->key);
  request.params = std::move(match.params);
  connection.route = match.route;
  reader.accept_body(match.route->about.body_bytes_max, match.route->about.body, options.upload_directory);
  if (reader.state() == RequestReader::State::body && reader.expects_continue()) {
    // After the answers of this batch, in order; the client may also have sent its body unasked.
    if (batch.exchanges.empty()) connection.out.push_back("HTTP/1.1 100 Continue\r\n\r\n");
  }
}

void Server::Core::complete(Connection& connection, Batch& batch) {
  auto& reader = *connection.reader;
  auto& exchange = batch.exchanges.emplace_back();
  exchange.request = reader.request();
  exchange.route = connection.route;
  exchange.id = Id<RequestTag>::random(*random);
  exchange.request->request_id = exchange.id.text();
  exchange.started_us = steady_us();
  exchange.head_only = exchange.request->method == Method::head;
  exchange.closes = !reader.keeps_alive() || stopping;
  connection.closes = exchange.closes;
}

// ---- Running ----

void Server::Core::dispatch(const std::shared_ptr<Batch>& batch) {
  // `closes` belongs to the last answer of the batch; until it is written the connection stays.
  set_phase(*batch->connection, Connection::Phase::handling);
  bool for_workers = false;
  for (std::size_t i = 0; i < batch->exchanges.size() && !for_workers; ++i) {
    auto& exchange = batch->exchanges[i];
    if (exchange.state == Exchange::State::answered) continue;
    if (exchange.route->about.run != RunOn::io_thread) {
      batch->next = i;
      for_workers = true;
      break;
    }
    struct Here final : Reply::Target {
      explicit Here(Response& to) : response(to) {}
      void answer(Response given) override { response = std::move(given); }
      Response& response;
    };
    exchange.response = Response(fail(ErrorCode::internal, "http.no_answer"));
    batch->connection->listener.router.run(*exchange.route, exchange.request,
                                           Reply(std::make_shared<Here>(exchange.response)));
    finish_response(exchange);
    exchange.state = Exchange::State::answered;
  }
  if (!for_workers) return write_answers(batch);
  // What one round of the event loop finds goes to the workers together: one lock and at most one wake-up. Posting
  // puts `publish` behind the events that are ready already.
  dispatched.push_back(batch);
  if (dispatched.size() == 1) asio::post(io, [this] { publish(); });
}

void Server::Core::publish() {
  std::vector<std::shared_ptr<Batch>> round;
  round.swap(dispatched);
  std::size_t taken = 0;
  bool wake = false;
  {
    const std::lock_guard lock(queue_mutex);
    for (; taken < round.size() && queue.size() < options.queue_max; ++taken) queue.push_back(std::move(round[taken]));
    wake = workers_asleep > 0 && !queue.empty();
  }
  if (wake) queue_ready.notify_one();
  for (; taken < round.size(); ++taken) {
    auto& batch = round[taken];
    for (auto& exchange : batch->exchanges) {
      if (exchange.state == Exchange::State::answered) continue;
      exchange.response = Response(fail(ErrorCode::unavailable, "http.busy"));
      finish_response(exchange);
      exchange.state = Exchange::State::answered;
    }
    write_answers(batch);
    pump(batch->connection);
  }
}

void Server::Core::work() {
  for (;;) {
    std::shared_ptr<Batch> batch;
    bool wake_another = false;
    {
      std::unique_lock lock(queue_mutex);
      while (!workers_stop && queue.empty()) {
        ++workers_asleep;
        queue_ready.wait(lock);
        --workers_asleep;
      }
      if (queue.empty()) return;
      batch = std::move(queue.front());
      queue.pop_front();
      wake_another = workers_asleep > 0 && !queue.empty();
    }
    if (wake_another) queue_ready.notify_one();
    run_batch(batch);
  }
}

/// Runs the batch's exchanges in order until one has no answer yet; whoever answers that one queues the rest.
void Server::Core::run_batch(const std::shared_ptr<Batch>& batch) {
  using State = Exchange::State;
  while (batch->next < batch->exchanges.size()) {
    auto& exchange = batch->exchanges[batch->next];
    if (exchange.state == State::answered) {
      ++batch->next;
      continue;
    }
    const std::size_t index = batch->next++;
    batch->connection->listener.router.run(*exchange.route, exchange.request,
                                           Reply(std::make_shared<Target>(batch, index)));
    State waiting = State::waiting;
    if (exchange.state.compare_exchange_strong(waiting, State::left)) return;
  }
  hand_back(batch);
}

/// Any thread. The response is complete before the state says so.
void Server::Core::answered(const std::shared_ptr<Batch>& batch, std::size_t index, Response response) {
  auto& exchange = batch->exchanges[index];
  exchange.response = std::move(response);
  finish_response(exchange);
  if (exchange.state.exchange(Exchange::State::answered) != Exchange::State::left) return;
  // The worker went on: the rest of the batch, or its way back, starts from here.
  if (batch->next >= batch->exchanges.size()) return hand_back(batch);
  const std::lock_guard lock(queue_mutex);
  if (workers_stop) return;
  queue.push_back(batch);  // beyond queue_max on purpose: it was admitted before
  queue_ready.notify_one();
}

void Server::Core::hand_back(const std::shared_ptr<Batch>& batch) {
  bool post_it = false;
  {
    const std::lock_guard lock(completed_mutex);
    if (stopped) return;
    completed.push_back(batch);
    post_it = !std::exchange(drain_posted, true);
  }
  if (post_it) asio::post(io, [this] { drain_completed(); });
}

void Server::Core::drain_completed() {
  std::vector<std::shared_ptr<Batch>> ready;
  {
    const std::lock_guard lock(completed_mutex);
    ready.swap(completed);
    drain_posted = false;
  }
  for (const auto& batch : ready) {
    write_answers(batch);
    pump(batch->connection);
  }
}

void Server::Core::write_answers(const std::shared_ptr<Batch>& batch) {
  auto& connection = *batch->connection;
  if (connection.phase == Connection::Phase::closed) return;
  for (auto& exchange : batch->exchanges) {
    // A stream has no length: it is over when the connection is, and nothing is answered behind it.
    const bool goes_on = exchange.response.events && !exchange.head_only;
    if (goes_on) exchange.closes = true;
    append_response(connection, exchange);
    if (exchange.closes) connection.closes = true;
    if (goes_on) {
      start_stream(batch->connection, std::move(exchange.response.events));
      break;
    }
  }
  set_phase(connection, Connection::Phase::writing);
}

// ---- Answers ----

namespace {

struct ErrorBody {
  std::string code;
  std::string key;
  std::map<std::string, std::string> detail;
  std::string message;
  std::string request_id;
};
BOOST_DESCRIBE_STRUCT(ErrorBody, (), (code, key, detail, message, request_id))
struct ErrorDocument {
  ErrorBody error;
};
BOOST_DESCRIBE_STRUCT(ErrorDocument, (), (error))

}  // namespace

/// Turns an error into its document and logs the request; runs on the thread that answered.
void Server::Core::finish_response(Exchange& exchange) {
  Response& response = exchange.response;
  const Request& request = *exchange.request;
  if (response.error) {
    Error error = *std::move(response.error);
    response.error.reset();
    if (response.status < 400) response.status = status_of(error.code);
    if (error.code == ErrorCode::io || error.code == ErrorCode::internal) {
      // A failure is told once to the log and by its incident id to the person.
      const auto incident = Id<IncidentTag>::random(system_random);
      if (options.log)
        options.log->error("http.failure",
                           {{log::Field::incident, log::Value::id(incident)},
                            {log::Field::request_id, log::Value::id(exchange.id)},
                            {log::Field::route, exchange.route ? exchange.route->pattern : log::Word("-")},
                            {log::Field::code, log::Value::code_of(error)},
                            {log::Field::key, log::Value::key_of(error)}});
      error = Error{error.code, "http.failure", {{"incident", incident.text()}}};
    }
    ErrorDocument document;
    document.error.code = name_of(error.code);
    document.error.key = error.key;
    for (const auto& item : error.detail) document.error.detail[item.name] = item.value;
    document.error.message = options.sentence ? options.sentence(error, request) : error.key;
    document.error.request_id = request.request_id;
    response.content_type = "application/json";
    response.body = json::write(document);
    response.lasting_body = {};
    if (error.code == ErrorCode::throttled && !error["seconds"].empty())
      response.headers.push_back({"Retry-After", std::string(error["seconds"])});
    if (error.code == ErrorCode::unavailable) response.headers.push_back({"Retry-After", "1"});
  }
  const std::int64_t took_us = steady_us() - exchange.started_us;
  ++requests;
  if (duration) duration->observe_us(took_us);
  if (Counter* counter = by_class[static_cast<std::size_t>(std::clamp(response.status / 100, 0, 5))]) counter->add();
  if (options.log && options.log->wants(log::Level::info)) {
    static constexpr std::array<log::Word, 8> methods{"GET",   "HEAD",   "POST",    "PUT",
                                                      "PATCH", "DELETE", "OPTIONS", "OTHER"};
    options.log->info("http.request", {{log::Field::request_id, log::Value::id(exchange.id)},
                                       {log::Field::method, methods[static_cast<std::size_t>(request.method)]},
                                       {log::Field::route, exchange.route ? exchange.route->pattern : log::Word("-")},
                                       {log::Field::status, response.status},
                                       {log::Field::duration_us, took_us}});
  }
}

void Server::Core::append_response(Connection& connection, Exchange& exchange) {
  Response& response = exchange.response;
  // What can be copied into the last piece of ours is; large bodies become pieces of their own.
  if (connection.owned.empty() || connection.out.empty() || connection.owned.back().size() > 16 * 1024 ||
      connection.out.back().data() != connection.owned.back().data())
    connection.owned.emplace_back();
  std::string& text = connection.owned.back();
  const bool fresh = text.empty();
  const std::string_view body = response.lasting_body.data() ? response.lasting_body : std::string_view(response.body);
  const bool bodiless = response.status == 204 || response.status == 304;
  const auto line = [&text](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
  };
  const auto one_line = [](std::string_view value) {  // what could split a response is never sent
    return value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
  };
  const auto given = [&](std::string_view name) {
    return std::ranges::any_of(response.headers, [&](const Header& header) { return same_name(header.name, name); });
  };
  std::array<char, 24> number;
  const auto digits = [&number](std::size_t value) {
    const auto end = std::to_chars(number.data(), number.data() + number.size(), value).ptr;
    return std::string_view(number.data(), static_cast<std::size_t>(end - number.data()));
  };

  text.reserve(text.size() + common_lines.size() + 512 + (body.size() <= 16 * 1024 ? body.size() : 0));
  text.append("HTTP/1.1 ").append(digits(static_cast<std::size_t>(response.status))).append(" ");
  text.append(reason_of(response.status)).append("\r\n").append(date_line);
  if (!bodiless) {
    if (!response.content_type.empty() && one_line(response.content_type)) line("Content-Type", response.content_type);
    if (!response.events) line("Content-Length", digits(body.size()));
  }
  for (const auto& header : response.headers)
    if (one_line(header.value)) line(header.name, header.value);
  if (!given("Cache-Control")) text += "Cache-Control: no-store\r\n";
  if (!given("Content-Security-Policy"))
    line("Content-Security-Policy", policy_for(response.content_type, exchange.request->path));
  text += common_lines;
  line("X-Request-Id", exchange.request->request_id);
  if (exchange.closes) text += "Connection: close\r\n";
  text += "\r\n";
  const bool sends_body = !bodiless && !exchange.head_only && !body.empty();
  const bool copied = sends_body && body.size() <= 16 * 1024;
  if (copied) text.append(body);
  if (fresh) connection.out.push_back(text);
  else connection.out.back() = text;  // the same piece, grown (and perhaps moved)
  if (!sends_body || copied) return;
  if (response.lasting_body.data()) connection.out.push_back(response.lasting_body);
  else connection.out.push_back(connection.owned.emplace_back(std::move(response.body)));
}

}  // namespace chiron::http
