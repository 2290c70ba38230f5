// Files compiled into the program by `chiron_assets` (cmake/Assets.cmake): pages, scripts, fonts, texts.
//   chiron_assets(web_assets ${CMAKE_SOURCE_DIR}/web/dist PREFIX /)   ->  #include "assets/web_assets.h"
//   const assets::Table& table = assets::web_assets();
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace chiron::assets {

/// One file as built. The views live as long as the program.
struct Asset {
  std::string_view path;   ///< PREFIX + path inside the directory, with '/'
  std::string_view bytes;
  std::string_view sha256;  ///< 64 hex digits of `bytes`; the strong ETag is made of it
  std::string_view brotli;  ///< the bytes of path + ".br", or empty
  std::string_view gzip;    ///< the bytes of path + ".gz", or empty

  std::string_view content_type() const;
  /// Whether the name carries a hash of the content ("app-BX3f9a2c.js"), so that browsers may keep it for good.
  bool named_by_content() const;
};

/// All files of one directory, sorted by path. Empty when the directory had not been built.
class Table {
 public:
  explicit Table(std::vector<Asset> assets);
  const Asset* find(std::string_view path) const;
  std::span<const Asset> all() const { return assets_; }

 private:
  std::vector<Asset> assets_;
};

/// The media type by a file name's ending, "application/octet-stream" when unknown.
std::string_view content_type_of(std::string_view path);

}  // namespace chiron::assets
