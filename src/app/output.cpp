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
  // A folder in the place of a file is found before anything is replaced.
  for (const auto& file : files_)
    if (std::filesystem::is_directory(path(file.first), failed))
      return err(fail(ErrorCode::io, "app.cannot_write").with("path", path(file.first)));
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

Result<> keep_inputs(const std::vector<std::string>& inputs, const std::vector<std::string>& outputs) {
  for (const auto& input : inputs)
    for (const auto& output : outputs) {
      std::error_code not_there;
      if (std::filesystem::equivalent(output, input, not_there) && !not_there)
        return err(refuse("app.out_is_input").with("path", input));
    }
  return {};
}

Result<> write_answer(const std::string& path, const std::string& content) {
  if (!csv::write_file(path, content)) return err(fail(ErrorCode::io, "app.cannot_write").with("path", path));
  return {};
}

Result<> write_new_file(const std::string& path, const std::string& content) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return err(refuse("app.already_there").with("path", path));
  return write_answer(path, content);
}

std::string page(const report::Document& document, const text::Catalog& catalog) {
  report::HtmlOptions options;
  options.colophon = text::Sentence("app.colophon").with("version", std::string(version()));
  return report::render_html(document, catalog, options);
}

std::string_view version() { return CHIRON_VERSION; }

}  // namespace chiron::app
