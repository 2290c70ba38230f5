// Reading headers, queries and cookies; making the common responses.
#include "platform/http/message.h"

#include <algorithm>

namespace chiron::http {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Whether write_text would keep every byte, i.e. the text is valid UTF-8 without control characters.
bool is_clean_utf8(std::string_view text) {
  std::string quoted;
  json::write_text(quoted, text);
  return quoted.find("\xEF\xBF\xBD") == std::string::npos || text.find("\xEF\xBF\xBD") != std::string_view::npos;
}

}  // namespace

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
    case Method::options: return "OPTIONS";
    case Method::other: return "OTHER";
  }
  return "OTHER";
}

BodyFile::~BodyFile() {
  std::error_code ignored;  // nothing is left to tell when the file is gone already
  std::filesystem::remove(path_, ignored);
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const auto& header : headers)
    if (same_name(header.name, name)) return header.value;
  return std::nullopt;
}

std::string_view Request::param(std::string_view name) const {
  for (const auto& [own, value] : params)
    if (own == name) return value;
  return {};
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  for (const auto& [own, value] : query)
    if (own == name) return value;
  return std::nullopt;
}

// RFC 6265 4.2.1: cookie-string = name=value *( "; " name=value ).
std::optional<std::string_view> Request::cookie(std::string_view name) const {
  std::optional<std::string_view> found;
  for (const auto& each : headers) {
    if (!same_name(each.name, "cookie")) continue;
    std::string_view rest = each.value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view pair = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
      if (found) return std::nullopt;
      found = pair.substr(equals + 1);
    }
  }
  return found;
}

Response&& Response::with_header(std::string name, std::string value) && {
  headers.push_back({std::move(name), std::move(value)});
  return std::move(*this);
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

Response html(std::string page) {
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(page);
  return response;
}

Response plain_text(std::string words) {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(words);
  return response;
}

Response download(std::string bytes, std::string_view file_name, std::string content_type) {
  std::string safe;
  for (const char c : file_name)
    safe +=
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ? c : '-';
  Response response;
  response.content_type = std::move(content_type);
  response.body = std::move(bytes);
  response.headers.push_back({"Content-Disposition", "attachment; filename=\"" + safe + "\""});
  return response;
}

Response see_other(std::string path) {
  const bool own = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\") &&
                   path.find_first_of("\r\n") == std::string::npos;
  Response response;
  response.status = 303;
  response.headers.push_back({"Location", own ? std::move(path) : "/"});
  return response;
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return 400;
    case ErrorCode::not_found: return 404;
    case ErrorCode::forbidden: return 403;
    case ErrorCode::unauthenticated: return 401;
    case ErrorCode::throttled: return 429;
    case ErrorCode::conflict: return 409;
    case ErrorCode::limit: return 413;
    case ErrorCode::unavailable: return 503;
    case ErrorCode::io:
    case ErrorCode::internal: return 500;
  }
  return 500;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  bool plain = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    plain = plain && high < 8;
    i += 2;
  }
  for (const char c : text) plain = plain && static_cast<unsigned char>(c) < 0x80;
  if (!plain && !is_clean_utf8(decoded)) return std::nullopt;
  return decoded;
}

}  // namespace chiron::http
