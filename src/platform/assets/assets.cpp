// Finding embedded files and naming their media types.
#include "platform/assets/assets.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chiron::assets {

Table::Table(std::vector<Asset> assets) : assets_(std::move(assets)) {
  std::ranges::sort(assets_, {}, &Asset::path);
}

const Asset* Table::find(std::string_view path) const {
  const auto place = std::ranges::lower_bound(assets_, path, {}, &Asset::path);
  return place != assets_.end() && place->path == path ? &*place : nullptr;
}

std::string_view Asset::content_type() const { return content_type_of(path); }

// Vite writes assets/name-XXXXXXXX.ext with eight characters of [A-Za-z0-9_-].
bool Asset::named_by_content() const {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.find('.');
  if (!path.contains("/assets/") && !path.starts_with("assets/")) return false;
  if (dot == std::string_view::npos || dot < 10 || name[dot - 9] != '-') return false;
  const std::string_view hash = name.substr(dot - 8, 8);
  return std::ranges::all_of(hash, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         }) &&
         std::ranges::any_of(hash, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

std::string_view content_type_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> types{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".ico", "image/x-icon"},
      {".webp", "image/webp"},
      {".woff2", "font/woff2"},
      {".wasm", "application/wasm"},
      {".txt", "text/plain; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"},
      {".pdf", "application/pdf"},
  }};
  for (const auto& [ending, type] : types)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

}  // namespace chiron::assets
