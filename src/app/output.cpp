// Writing result files and pages.
#include "app/output.h"

#include <filesystem>

#include "platform/csv/csv.h"
#include "platform/report/render_html.h"

namespace chiron::app {

Result<> Output::write() const {
  std::error_code failed;
  std::filesystem::create_directories(directory_, failed);
  if (failed) return err(fail(ErrorCode::io, "app.cannot_write").with("path", directory_));
  // A first pass under other names finds a full disk before any old file is replaced.
  for (const auto& [name, content] : files_) {
    auto written = csv::write_file(directory_ + "/." + name + ".new", content);
    if (!written) {
      for (const auto& file : files_) std::filesystem::remove(directory_ + "/." + file.first + ".new", failed);
      return err(fail(ErrorCode::io, "app.cannot_write").with("path", directory_ + "/" + name));
    }
  }
  for (const auto& [name, content] : files_) {
    std::filesystem::rename(directory_ + "/." + name + ".new", directory_ + "/" + name, failed);
    if (failed) return err(fail(ErrorCode::io, "app.cannot_write").with("path", directory_ + "/" + name));
  }
  return {};
}

std::string page(const report::Document& document, const text::Catalog& catalog) {
  report::HtmlOptions options;
  options.colophon = text::Sentence("app.colophon").with("version", std::string(version()));
  return report::render_html(document, catalog, options);
}

std::string_view version() { return CHIRON_VERSION; }

}  // namespace chiron::app
