// The headers that every response carries, and the checks on who may call a mutation (ASVS 3.4, 3.5).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.h"
#include "platform/http/router.h"

namespace chiron::http {

/// Content-Security-Policy by media type: pages, the crypto worker (a script named …worker…), everything else.
std::string_view policy_for(std::string_view content_type, std::string_view path);

/// The lines common to all responses, each with CRLF; `https` adds Strict-Transport-Security.
enum class Transport : std::uint8_t { plain, https };
std::string common_header_lines(Transport transport);

/// What the guard refuses: a status and an error key.
struct GuardRefusal {
  int status;
  const char* key;
};

/// Checks Host against our origins ("http.host_unknown", 421).
std::optional<GuardRefusal> check_host(const Request& request, const std::vector<std::string>& origins);
/// Checks who sent the request to a route. GET and HEAD of the API: not from another site; of a route that goes on:
/// from a page of ours, which Sec-Fetch-Site or Origin must say. Mutations with
/// Guard::same_origin: an Origin of ours, Sec-Fetch-Site same-origin when sent, `X-Chiron: 1`, and a body of
/// application/json (or application/octet-stream, text/csv on BodyTo::file).
enum class HasBody : std::uint8_t { no, yes };
std::optional<GuardRefusal> check_sender(const Request& request, const Route& route,
                                         const std::vector<std::string>& origins, HasBody body);

}  // namespace chiron::http
