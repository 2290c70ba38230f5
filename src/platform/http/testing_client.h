// A plain blocking client for tests: raw bytes out, whole responses in, every wait bounded by a socket timeout.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace chiron::http::testing {

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port, int timeout_ms = 10'000);
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(Client&&) = delete;

  /// Whether everything was taken; false once the peer reset the connection.
  bool send(std::string_view bytes);
  /// The next response; nothing when the connection ended or the timeout passed first.
  std::optional<Answer> receive(bool head_only = false);
  /// What comes until `mark` and with it, of an answer that goes on; what came when it ended or the timeout passed.
  std::string until(std::string_view mark);
  /// True when the peer ends the connection before the timeout; what it sent until then is kept for receive.
  bool ended();
  void shut_send();
  /// Ends with a reset instead of a farewell.
  void reset();
  int socket() const { return socket_; }

 private:
  bool fill();
  int socket_ = -1;
  std::string buffer_;
};

/// `GET path` with Host: localhost and the extra header lines ("Name: value\r\n").
std::string get(std::string_view path, std::uint16_t port, std::string_view extra = "");
/// A mutation as our own pages send it.
std::string mutation(std::string_view method, std::string_view path, std::uint16_t port, std::string_view body,
                     std::string_view extra = "");

}  // namespace chiron::http::testing
