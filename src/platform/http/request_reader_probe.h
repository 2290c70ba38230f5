// Drives a RequestReader over bytes cut into pieces and keeps what came of it; for the property test and the fuzzer.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "platform/http/request_reader.h"

namespace chiron::http {

struct Outcome {
  RequestReader::State state = RequestReader::State::head;
  int status = 0;
  std::string request;  // all that a handler would see
  std::string text() const {
    return std::to_string(static_cast<int>(state)) + " " + std::to_string(status) + "\n" + request;
  }
};

/// Reads one request; `next_size` says how many more bytes arrive each time.
inline Outcome read_in_pieces(std::string_view bytes, const std::function<std::size_t(std::size_t)>& next_size) {
  RequestReader reader(1024);
  std::string unused;
  std::size_t at = 0;
  using State = RequestReader::State;
  while (reader.state() != State::complete && reader.state() != State::refused && at < bytes.size()) {
    const std::string_view piece = bytes.substr(at, next_size(at));
    at += piece.size();
    unused += piece;
    for (;;) {
      const State before = reader.state();
      const std::size_t used = reader.feed(unused);
      if (used > unused.size()) __builtin_trap();
      unused.erase(0, used);
      if (reader.state() == State::head_done) reader.accept_body(4096, BodyTo::memory, "/tmp");
      if (used == 0 && reader.state() == before) break;
    }
  }
  Outcome outcome;
  outcome.state = reader.state();
  if (outcome.state == State::refused) outcome.status = reader.refusal().status;
  if (outcome.state != State::complete) return outcome;
  const Request& request = *reader.request();
  outcome.request = std::string(name_of(request.method)) + " " + request.target + "\n" + request.path + "\n";
  for (const auto& [name, value] : request.query) outcome.request += name + "=" + value + "\n";
  for (const auto& header : request.headers) outcome.request += header.name + ": " + header.value + "\n";
  outcome.request += request.body;
  return outcome;
}

}  // namespace chiron::http
