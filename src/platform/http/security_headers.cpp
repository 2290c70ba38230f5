// Security headers and the mutation guard.
#include "platform/http/security_headers.h"

#include <algorithm>

namespace chiron::http {
namespace {

// The crypto worker's file, its own policy, and Svelte's policy name: docs/foundations.md on confidentiality.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; "
    "trusted-types chiron-worker svelte-trusted-html";
constexpr std::string_view worker_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";
constexpr std::string_view data_policy = "default-src 'none'; frame-ancestors 'none'";

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::string media_type_of(const Request& request) {
  const std::string_view whole = request.header("content-type").value_or("");
  std::string_view type = whole.substr(0, whole.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return lower(type);
}

}  // namespace

std::string_view policy_for(std::string_view content_type, std::string_view path) {
  if (content_type.starts_with("text/html")) return page_policy;
  if (content_type.starts_with("text/javascript") && path.find("worker") != std::string_view::npos)
    return worker_policy;
  return data_policy;
}

std::string common_header_lines(Transport transport) {
  std::string lines =
      "X-Content-Type-Options: nosniff\r\n"
      "Referrer-Policy: no-referrer\r\n"
      "Cross-Origin-Opener-Policy: same-origin\r\n"
      "Cross-Origin-Resource-Policy: same-origin\r\n"
      "Permissions-Policy: accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
      "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()\r\n";
  if (transport == Transport::https) lines += "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n";
  return lines;
}

std::optional<GuardRefusal> check_host(const Request& request, const std::vector<std::string>& origins) {
  const std::string host = lower(request.header("host").value_or(""));
  for (const auto& origin : origins) {
    const std::size_t scheme = origin.find("://");
    if (std::string_view(origin).substr(scheme == std::string::npos ? 0 : scheme + 3) == host) return std::nullopt;
  }
  return GuardRefusal{421, "http.host_unknown"};
}

std::optional<GuardRefusal> check_sender(const Request& request, const Route& route,
                                         const std::vector<std::string>& origins, HasBody body) {
  const std::string_view site = request.header("sec-fetch-site").value_or("");
  const bool reads = request.method == Method::get || request.method == Method::head;
  const auto origin = request.header("origin");
  const bool own = origin && std::ranges::find(origins, lower(*origin)) != origins.end();
  if (reads && route.goes_on) {
    // ASVS 4.4.2. A browser sends no Origin with a GET of its own site; one that says neither gets no stream.
    if ((origin && !own) || (!origin && site.empty()) || (!site.empty() && site != "same-origin"))
      return GuardRefusal{403, "http.other_site"};
    return std::nullopt;
  }
  if (reads) {
    if (request.path.starts_with("/api/") && !site.empty() && site != "same-origin" && site != "none")
      return GuardRefusal{403, "http.other_site"};
    return std::nullopt;
  }
  if (route.about.guard == Guard::none) return std::nullopt;
  if (!own) return GuardRefusal{403, "http.other_site"};
  if (!site.empty() && site != "same-origin") return GuardRefusal{403, "http.other_site"};
  if (request.header("x-chiron") != "1") return GuardRefusal{403, "http.header_missing"};
  if (request.header("content-encoding")) return GuardRefusal{415, "http.media_type"};
  if (body == HasBody::yes) {
    const std::string type = media_type_of(request);
    const bool file = route.about.body == BodyTo::file && (type == "application/octet-stream" || type == "text/csv");
    if (type != "application/json" && !file) return GuardRefusal{415, "http.media_type"};
  }
  return std::nullopt;
}

}  // namespace chiron::http
