// A Document as one self-contained HTML file: no script, no outside address, prints on A4 and Letter,
// light and dark by the reader's own setting. Every value is escaped.
#pragma once

#include <string>

#include "platform/report/document.h"
#include "platform/text/catalog.h"

namespace chiron::report {

struct HtmlOptions {
  /// The institution, above the title and in the printed footer. May be empty.
  std::string institution = {};
  /// Small print at the end: program version, when and from which files. May be empty.
  Sentence colophon = {};
  /// Shows the banner "invented data".
  bool invented_data = false;
};

/// The whole page, UTF-8. The same document, catalog and options give the same bytes.
std::string render_html(const Document& document, const text::Catalog& catalog, const HtmlOptions& options = {});

}  // namespace chiron::report
