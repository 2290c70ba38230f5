// The HTTP/1.1 server: one I/O thread parses and writes, a pool of workers runs the handlers.
// Measured reasons: docs/performance.md; limits and answers to hostile input: server_probe_test.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "platform/http/metrics.h"
#include "platform/http/router.h"
#include "platform/log/log.h"

namespace chiron::http {

/// Coarse deadlines: checked every sweep_ms, so each may run over by that much.
struct Deadlines {
  std::int64_t sweep_ms = 250;
  std::int64_t idle_ms = 75'000;    ///< between requests
  std::int64_t header_ms = 10'000;  ///< from a request's first byte to the end of its header
  std::int64_t body_ms = 15'000;    ///< plus one second per bytes_per_s_min bytes received
  std::int64_t write_ms = 15'000;   ///< plus one second per bytes_per_s_min bytes taken
  std::int64_t bytes_per_s_min = 4096;
  std::int64_t linger_ms = 2'000;   ///< reading on after a refusal so that the client sees it
  std::int64_t drain_ms = 10'000;   ///< stop(): waiting for answers under way
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;              ///< 0 takes any free port; see Server::port
  std::optional<std::uint16_t> ops_port = {};  ///< second listener on 127.0.0.1: /healthz, /readyz, /metrics
  int workers = 2;
  std::size_t queue_max = 4096;           ///< requests waiting for a worker; beyond it 503
  std::size_t connections_max = 10'000;
  std::size_t header_bytes_max = std::size_t{16} * 1024;
  Deadlines deadlines = {};
  std::filesystem::path upload_directory = {};  ///< for BodyTo::file; empty: the system's temporary directory
  /// Our own pages' origins ("http://localhost:8080"); other Host and Origin headers are refused. Empty: localhost,
  /// 127.0.0.1 and [::1] with the bound port.
  std::vector<std::string> origins = {};
  /// Addresses whose X-Forwarded-For is believed (its last entry).
  std::vector<std::string> trusted_proxies = {};
  /// The sentence for an error in the reader's language; default: the key.
  std::function<std::string(const Error&, const Request&)> sentence = {};
  /// For /readyz; default: always ready.
  std::function<Result<>()> ready = {};
  log::Log* log = nullptr;  ///< none: nothing is logged
  Metrics* metrics = nullptr;
};

/// A running server. Refuses to start with "http.port_taken" (address, port), "http.port_not_allowed" (address, port)
/// and "http.address_unusable" (address).
class Server {
 public:
  static Result<std::unique_ptr<Server>> start(Router router, ServerOptions options);
  /// As stop().
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  std::uint16_t ops_port() const;
  /// Accepts nothing new, ends idle connections, lets answers under way finish for drain_ms, then ends all.
  /// Blocks until the threads are gone. Called twice it does nothing more.
  void stop();

  struct Counts {
    std::uint64_t connections_open = 0, connections_accepted = 0, requests = 0, timed_out = 0, refused = 0;
  };
  Counts counts() const;

 private:
  struct Core;
  explicit Server(std::shared_ptr<Core> core);
  std::shared_ptr<Core> core_;
};

}  // namespace chiron::http
