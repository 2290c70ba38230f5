// Bytes -> Request: the strict part of HTTP/1.1 (RFC 9112), without sockets, so that a fuzzer can drive it.
// Beast's parser does the grammar; what it is lenient about is refused here first.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/beast/http/basic_parser.hpp>

#include "platform/http/message.h"
#include "platform/http/router.h"

namespace chiron::http {

/// A refusal by the protocol itself: answered, then the connection ends.
struct Refusal {
  int status = 400;
  const char* key = "http.malformed";
};

/// Reads one request. Feed it what has been received and not yet used, again and again, until it is complete or
/// refused; between `head_done` and the body the caller says where the body may go.
class RequestReader final : private boost::beast::http::basic_parser<true> {
 public:
  enum class State : std::uint8_t { head, head_done, body, complete, refused };

  explicit RequestReader(std::size_t header_bytes_max);
  ~RequestReader() override;

  /// Uses bytes from the front of `unused` and returns how many. Stops at head_done and at complete.
  std::size_t feed(std::string_view unused);
  /// Answers head_done: bodies beyond `bytes_max` are refused with 413; files are made in `directory`.
  void accept_body(std::size_t bytes_max, BodyTo to, const std::filesystem::path& directory);

  State state() const { return state_; }
  const Refusal& refusal() const { return refusal_; }
  const std::shared_ptr<Request>& request() const { return request_; }
  /// Whether bytes of this request were met (an empty line before it does not count).
  bool started() const { return scanned_ > 0 || state_ != State::head; }
  /// HTTP/1.0 never does: it would have to be told so, and nothing that matters speaks it.
  bool keeps_alive() const { return version_ >= 11 && keep_alive(); }
  bool expects_continue() const { return expects_continue_; }
  bool has_body() const { return has_body_; }
  std::uint64_t body_bytes() const { return body_bytes_; }

 private:
  using error_code = boost::beast::error_code;
  using view = boost::beast::string_view;

  std::size_t feed_head(std::string_view unused);
  std::size_t feed_body(std::string_view unused);
  void refuse(int status, const char* key);
  bool split_target();
  bool take_body(std::string_view part, error_code& ec);

  void on_request_impl(boost::beast::http::verb method, view method_text, view target, int version,
                       error_code& ec) override;
  void on_response_impl(int, view, int, error_code&) override {}
  void on_field_impl(boost::beast::http::field name, view name_text, view value, error_code& ec) override;
  void on_header_impl(error_code& ec) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(view body, error_code& ec) override;
  void on_chunk_header_impl(std::uint64_t, view extensions, error_code& ec) override;
  std::size_t on_chunk_body_impl(std::uint64_t, view body, error_code& ec) override;
  void on_finish_impl(error_code&) override {}

  std::size_t header_bytes_max_;
  std::size_t scanned_ = 0;  // bytes of the head already looked at
  int empty_lines_ = 0;      // ignored before the request line
  State state_ = State::head;
  Refusal refusal_;
  std::shared_ptr<Request> request_ = std::make_shared<Request>();
  bool header_complete_ = false;
  bool expects_continue_ = false;
  bool has_body_ = false;
  int version_ = 11;
  int content_lengths_ = 0, transfer_encodings_ = 0, hosts_ = 0;
  std::uint64_t body_bytes_ = 0;
  std::uint64_t body_bytes_max_ = 0;
  int file_ = -1;
};

}  // namespace chiron::http
