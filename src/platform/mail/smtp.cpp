// One delivery with libcurl: what is allowed is set, everything else is off.
#include "platform/mail/smtp.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>

#include <curl/curl.h>
#include <fmt/format.h>

namespace chiron::mail {
namespace {

bool is_loopback(std::string_view host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

/// What libcurl reads the message from.
struct Reading {
  std::string_view left;
};
std::size_t read_some(char* buffer, std::size_t size, std::size_t count, void* from) {
  auto& left = static_cast<Reading*>(from)->left;
  const std::size_t bytes = std::min(size * count, left.size());
  std::memcpy(buffer, left.data(), bytes);
  left.remove_prefix(bytes);
  return bytes;
}
/// What the server says beside its codes is dropped.
std::size_t drop(char*, std::size_t size, std::size_t count, void*) { return size * count; }
int look_at_stop(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

struct EndHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct EndList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

Error error_of(CURLcode code, long status) {
  const auto with_status = [&](Error error) { return std::move(error).with("status", std::to_string(status)); };
  switch (code) {
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE: return with_status(fail(ErrorCode::unavailable, "mail.unsafe"));
    case CURLE_LOGIN_DENIED: return with_status(fail(ErrorCode::unavailable, "mail.login"));
    default: break;
  }
  // About us, not about the mail: it waits until the settings are mended (RFC 4954).
  if (status == 530 || status == 534 || status == 535 || status == 538)
    return with_status(fail(ErrorCode::unavailable, "mail.login"));
  if (status >= 500 && status <= 599) return with_status(refuse("mail.refused"));
  return with_status(fail(ErrorCode::unavailable, "mail.later"));
}

}  // namespace

Result<Tls> parse_tls(std::string_view name) {
  if (name == "none") return Tls::none;
  if (name == "starttls") return Tls::starttls;
  if (name == "tls") return Tls::tls;
  return err(refuse("mail.unknown_tls"));
}

Result<> check(const Server& server) {
  const bool named = !server.host.empty() && std::ranges::all_of(server.host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':';
  });
  if (!named) return err(refuse("mail.host").with("host", server.host));
  if (server.tls == Tls::none && !is_loopback(server.host))
    return err(refuse("mail.open_without_tls").with("host", server.host));
  if (!server.user.empty() && server.password.empty()) return err(refuse("mail.password_absent"));
  return {};
}

Result<Smtp> Smtp::to(Server server, const Clock& clock) {
  TRY(check(server));
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return Smtp(std::move(server), clock);
}

Result<> Smtp::send(const Message& message, const std::stop_token& stop) {
  const std::string bytes = TRY(write(message, clock_->now()));
  const std::unique_ptr<CURL, EndHandle> handle(curl_easy_init());
  const std::unique_ptr<curl_slist, EndList> to(curl_slist_append(nullptr, ("<" + message.to.address + ">").c_str()));
  if (!handle || !to) return err(fail(ErrorCode::unavailable, "mail.later"));
  const std::string host = server_.host.find(':') == std::string::npos ? server_.host : "[" + server_.host + "]";
  const std::string url = fmt::format("{}://{}:{}", server_.tls == Tls::tls ? "smtps" : "smtp", host, server_.port);
  const std::string from = "<" + message.from.address + ">";
  Reading reading{bytes};
  bool all_set = true;
  const auto set = [&](CURLoption option, auto value) {
    all_set = curl_easy_setopt(handle.get(), option, value) == CURLE_OK && all_set;
  };
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_PROXY, "");  // nor what the environment names: to the host that was set, and no other
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(server_.limit_ms));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(server_.limit_ms / 2));
  set(CURLOPT_USE_SSL, static_cast<long>(server_.tls == Tls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!server_.ca.empty()) set(CURLOPT_CAINFO, server_.ca.c_str());
  if (!server_.user.empty()) {
    set(CURLOPT_USERNAME, server_.user.c_str());
    set(CURLOPT_PASSWORD, server_.password.c_str());
  }
  set(CURLOPT_MAIL_FROM, from.c_str());
  set(CURLOPT_MAIL_RCPT, to.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, read_some);
  set(CURLOPT_READDATA, static_cast<void*>(&reading));
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
  set(CURLOPT_WRITEFUNCTION, drop);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, look_at_stop);
  set(CURLOPT_XFERINFODATA, const_cast<void*>(static_cast<const void*>(&stop)));
  if (!all_set) return err(fail(ErrorCode::internal, "mail.options"));
  const CURLcode code = curl_easy_perform(handle.get());
  if (code == CURLE_OK) return {};
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  return err(error_of(code, status));
}

}  // namespace chiron::mail
