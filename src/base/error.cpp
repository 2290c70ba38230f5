// Names and printing of errors.
#include "base/error.h"

namespace chiron {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return "invalid";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::forbidden: return "forbidden";
    case ErrorCode::unauthenticated: return "unauthenticated";
    case ErrorCode::throttled: return "throttled";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::limit: return "limit";
    case ErrorCode::unavailable: return "unavailable";
    case ErrorCode::io: return "io";
    case ErrorCode::internal: return "internal";
  }
  return "internal";
}

Error&& Error::with(std::string name, std::string value) && {
  detail.push_back({std::move(name), std::move(value)});
  return std::move(*this);
}

std::string_view Error::operator[](std::string_view name) const {
  for (const auto& item : detail)
    if (item.name == name) return item.value;
  return {};
}

std::string Error::debug_text() const {
  std::string text = key;
  if (detail.empty()) return text;
  const char* separator = " (";
  for (const auto& item : detail) {
    text += separator;
    text += item.name + "=" + item.value;
    separator = ", ";
  }
  return text + ")";
}

Error refuse(std::string key) { return fail(ErrorCode::invalid, std::move(key)); }

Error fail(ErrorCode code, std::string key) { return Error{code, std::move(key), {}}; }

}  // namespace chiron
