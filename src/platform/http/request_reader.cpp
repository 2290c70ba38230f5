// The strict request reader; see request_reader.h.
#include "platform/http/request_reader.h"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>

#include <boost/beast/http/error.hpp>

namespace chiron::http {
namespace {

namespace bh = boost::beast::http;

constexpr std::size_t headers_max = 100;
constexpr std::size_t query_max = 100;
constexpr std::size_t chunk_line_max = 1024;
constexpr int empty_lines_max = 2;

std::string_view std_view(boost::beast::string_view text) { return {text.data(), text.size()}; }

/// Makes Beast stop; the reason stands in refusal_.
void halt(boost::beast::error_code& ec) { ec = bh::error::bad_value; }

Method method_of(bh::verb verb) {
  switch (verb) {
    case bh::verb::get: return Method::get;
    case bh::verb::head: return Method::head;
    case bh::verb::post: return Method::post;
    case bh::verb::put: return Method::put;
    case bh::verb::patch: return Method::patch;
    case bh::verb::delete_: return Method::del;
    case bh::verb::options: return Method::options;
    default: return Method::other;
  }
}

}  // namespace

RequestReader::RequestReader(std::size_t header_bytes_max) : header_bytes_max_(header_bytes_max) {
  header_limit(static_cast<std::uint32_t>(header_bytes_max + chunk_line_max));
  body_limit(boost::none);  // counted here, by route
}

RequestReader::~RequestReader() {
  if (file_ >= 0) ::close(file_);
}

void RequestReader::refuse(int status, const char* key) {
  refusal_ = {status, key};
  state_ = State::refused;
}

std::size_t RequestReader::feed(std::string_view unused) {
  switch (state_) {
    case State::head: return feed_head(unused);
    case State::body: return feed_body(unused);
    case State::head_done:
    case State::complete:
    case State::refused: return 0;
  }
  return 0;
}

// RFC 9112 2.2: a server SHOULD ignore an empty line before the request line; a bare CR or LF and line folding are
// refused (5.2), because two readers that see different lines are how requests are smuggled. Empty lines are counted
// for the whole request, however it is cut.
std::size_t RequestReader::feed_head(std::string_view unused) {
  std::size_t skipped = 0;
  if (scanned_ == 0)
    while (unused.starts_with("\r\n") && empty_lines_ < empty_lines_max) {
      unused.remove_prefix(2);
      skipped += 2;
      ++empty_lines_;
    }
  std::size_t end = 0;
  // No byte beyond the limit is judged, so that a head too long is that however it is cut.
  const std::size_t to = std::min(unused.size(), header_bytes_max_ + 1);
  for (; scanned_ < to; ++scanned_) {
    const auto c = static_cast<unsigned char>(unused[scanned_]);
    if (c > '\r' && c != 127) {
      // A space may not begin a line.
      if (c == ' ' && scanned_ > 0 && unused[scanned_ - 1] == '\n') return refuse(400, "http.folded_header"), skipped;
      if (scanned_ > 0 && unused[scanned_ - 1] == '\r') return refuse(400, "http.bare_line_break"), skipped;
      if (c < ' ') return refuse(400, "http.malformed"), skipped;
      continue;
    }
    const bool after_cr = scanned_ > 0 && unused[scanned_ - 1] == '\r';
    if (c == '\n') {
      if (!after_cr) return refuse(400, "http.bare_line_break"), skipped;
      if (scanned_ >= 3 && unused[scanned_ - 2] == '\n') {
        end = scanned_ + 1;
        break;
      }
    } else if (after_cr) {
      return refuse(400, "http.bare_line_break"), skipped;
    } else if (c == '\t') {
      if (scanned_ > 0 && unused[scanned_ - 1] == '\n') return refuse(400, "http.folded_header"), skipped;
    } else if (c != '\r') {
      return refuse(400, "http.malformed"), skipped;
    }
  }
  if (end > header_bytes_max_ || (end == 0 && unused.size() > header_bytes_max_))
    return refuse(431, "http.header_too_large"), skipped;
  if (end == 0) {
    if (scanned_ == 1 && unused[0] == '\r') scanned_ = 0;
    return skipped;
  }

  error_code ec;
  const std::size_t used = put(boost::asio::buffer(unused.data(), end), ec);
  if (state_ == State::refused) return skipped + end;
  if (ec || used != end || !header_complete_) return refuse(400, "http.malformed"), skipped + end;

  // RFC 9112 6.3 leaves some freedom with doubled or mixed lengths; all of it is refused.
  if (content_lengths_ > 1 || transfer_encodings_ > 1 || (content_lengths_ && transfer_encodings_))
    return refuse(400, "http.ambiguous_length"), skipped + end;
  if (transfer_encodings_ && (version_ < 11 || !chunked())) return refuse(400, "http.ambiguous_length"), skipped + end;
  if (hosts_ > 1 || (hosts_ == 0 && version_ >= 11)) return refuse(400, "http.host_missing"), skipped + end;
  if (!split_target()) return refuse(400, "http.malformed_path"), skipped + end;
  has_body_ = chunked() || content_length().value_or(0) > 0;
  state_ = State::head_done;
  return skipped + end;
}

void RequestReader::accept_body(std::size_t bytes_max, BodyTo to, const std::filesystem::path& directory) {
  body_bytes_max_ = bytes_max;
  if (content_length().value_or(0) > bytes_max) return refuse(413, "http.body_too_large");
  if (to == BodyTo::file) {
    std::string name = (directory / "chiron-upload-XXXXXX").string();
    file_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (file_ < 0) return refuse(507, "http.upload_unwritable");
    request_->body_file = std::make_shared<BodyFile>(name);
  } else if (const auto length = content_length()) {
    request_->body.reserve(static_cast<std::size_t>(*length));
  }
  state_ = has_body_ ? State::body : State::complete;
  if (has_body_) eager(true);
}

std::size_t RequestReader::feed_body(std::string_view unused) {
  if (unused.empty()) return 0;
  error_code ec;
  const std::size_t used = put(boost::asio::buffer(unused.data(), unused.size()), ec);
  if (state_ == State::refused) return used;
  if (ec == bh::error::need_more) {
    // Only the line of a chunk or a trailer waits for more; neither may be long.
    if (unused.size() - used > header_bytes_max_) refuse(400, "http.malformed");
    return used;
  }
  if (ec) return refuse(400, "http.malformed"), used;
  if (is_done()) {
    if (file_ >= 0) {
      ::close(file_);
      file_ = -1;
    }
    state_ = State::complete;
  }
  return used;
}

void RequestReader::on_request_impl(bh::verb method, view, view target, int version, error_code& ec) {
  request_->method = method_of(method);
  request_->target = std_view(target);
  version_ = version;
  if (version != 10 && version != 11) {
    refuse(505, "http.version_unknown");
    halt(ec);
  }
}

void RequestReader::on_field_impl(bh::field name, view name_text, view value, error_code& ec) {
  if (header_complete_) return;  // a trailer: nothing in Chiron reads one
  switch (name) {
    case bh::field::content_length:
      ++content_lengths_;
      // 6.2: 1*DIGIT. A list of equal values may be accepted; here it is refused.
      if (value.empty() || std_view(value).find_first_not_of("0123456789") != std::string_view::npos) {
        refuse(400, "http.ambiguous_length");
        return halt(ec);
      }
      break;
    case bh::field::transfer_encoding:
      ++transfer_encodings_;
      if (!boost::beast::iequals(value, "chunked")) {
        refuse(400, "http.ambiguous_length");
        return halt(ec);
      }
      break;
    case bh::field::host: ++hosts_; break;
    case bh::field::expect:
      if (!boost::beast::iequals(value, "100-continue")) {
        refuse(417, "http.expectation_unknown");
        return halt(ec);
      }
      expects_continue_ = true;
      break;
    default: break;
  }
  if (request_->headers.size() >= headers_max) {
    refuse(431, "http.header_too_large");
    return halt(ec);
  }
  request_->headers.push_back({std::string(std_view(name_text)), std::string(std_view(value))});
}

void RequestReader::on_header_impl(error_code&) { header_complete_ = true; }

bool RequestReader::take_body(std::string_view part, error_code& ec) {
  body_bytes_ += part.size();
  if (body_bytes_ > body_bytes_max_) {
    refuse(413, "http.body_too_large");
    halt(ec);
    return false;
  }
  if (file_ < 0) {
    request_->body.append(part);
    return true;
  }
  while (!part.empty()) {
    const ssize_t n = ::write(file_, part.data(), part.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      refuse(507, "http.upload_unwritable");
      halt(ec);
      return false;
    }
    part.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::size_t RequestReader::on_body_impl(view body, error_code& ec) {
  return take_body(std_view(body), ec) ? body.size() : 0;
}
std::size_t RequestReader::on_chunk_body_impl(std::uint64_t, view body, error_code& ec) {
  return take_body(std_view(body), ec) ? body.size() : 0;
}

void RequestReader::on_chunk_header_impl(std::uint64_t size, view extensions, error_code& ec) {
  if (extensions.size() > chunk_line_max) {
    refuse(400, "http.malformed");
    return halt(ec);
  }
  if (size > body_bytes_max_ - std::min(body_bytes_, body_bytes_max_)) {  // refuse before the bytes come
    refuse(413, "http.body_too_large");
    halt(ec);
  }
}

// Origin form only (RFC 9112 3.2.1). An encoded slash or a dot segment would mean different paths to different readers.
bool RequestReader::split_target() {
  const std::string_view target = request_->target;
  if (!target.starts_with('/') || target.find('#') != std::string_view::npos) return false;
  for (const char c : target)
    if (static_cast<unsigned char>(c) >= 0x80 || c == '\\') return false;
  const std::size_t mark = target.find('?');
  const std::string_view raw = target.substr(0, mark);
  for (std::size_t i = raw.find('%'); i != std::string_view::npos; i = raw.find('%', i + 1)) {
    const std::string_view escape = raw.substr(i, 3);
    if (escape == "%2F" || escape == "%2f" || escape == "%5C" || escape == "%5c") return false;
  }
  auto path = percent_decode(raw);
  if (!path) return false;
  const std::string slashed = *path + "/";
  if (slashed.find("/../") != std::string::npos || slashed.find("/./") != std::string::npos) return false;
  request_->path = std::move(*path);
  if (mark == std::string_view::npos) return true;

  std::string_view rest = target.substr(mark + 1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    std::string pair(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (pair.empty()) continue;
    for (char& c : pair)
      if (c == '+') c = ' ';
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = percent_decode(std::string_view(pair).substr(0, equals));
    auto value = percent_decode(std::string_view(pair).substr(std::min(equals + 1, pair.size())));
    if (!name || !value || request_->query_value(*name)) return false;
    if (request_->query.size() >= query_max) return false;
    request_->query.emplace_back(std::move(*name), std::move(*value));
  }
  return true;
}

}  // namespace chiron::http
