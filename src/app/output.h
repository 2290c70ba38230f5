// Where a command's results go: a directory that gets all of its files or none.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "platform/report/document.h"
#include "platform/text/catalog.h"

namespace chiron::app {

/// Files are written beside their place first and renamed when all are complete, so that a killed command leaves
/// either the old files or the new ones.
class Output {
 public:
  explicit Output(std::string directory) : directory_(std::move(directory)) {}

  void add(std::string name, std::string content) { files_.emplace_back(std::move(name), std::move(content)); }
  /// Makes the directory when it is missing and writes everything; "app.cannot_write" {path}.
  Result<> write() const;
  const std::string& directory() const { return directory_; }
  /// Where a file of that name goes.
  std::string path(const std::string& name) const { return directory_ + "/" + name; }

 private:
  std::string directory_;
  std::vector<std::pair<std::string, std::string>> files_;
};

/// Refuses to write over a file that was handed in: "app.out_is_input" {path}. `outputs` need not exist.
Result<> keep_inputs(const std::vector<std::string>& inputs, const std::vector<std::string>& outputs);

/// Writes a file, or replaces it at once: "app.cannot_write" {path}.
Result<> write_answer(const std::string& path, const std::string& content);

/// Writes a file that must not be there yet: what a person may have edited is never replaced.
/// "app.already_there" {path}, "app.cannot_write" {path}.
Result<> write_new_file(const std::string& path, const std::string& content);

/// A document as a self-contained page with the colophon every file of ours carries.
std::string page(const report::Document& document, const text::Catalog& catalog);

/// The version this program was built as, e.g. "0.1.0".
std::string_view version();

}  // namespace chiron::app
