// See headings_document.h.
#include "features/duties/headings_document.h"

#include <fmt/format.h>

#include "features/duties/fact_file.h"
#include "features/people/columns.h"

namespace chiron::duties {

std::string headings_document() {
  std::string out = "### People\n\n| Column | Headings | Only if nothing better |\n| --- | --- | --- |\n";
  for (std::size_t i = 0; i < people::column_count; ++i) {
    const auto column = static_cast<people::Column>(i);
    std::string strong, weak;
    for (const people::Synonym& synonym : people::synonyms()) {
      if (synonym.column != column || synonym.strength == people::Strength::own) continue;
      std::string& list = synonym.strength == people::Strength::strong ? strong : weak;
      list += (list.empty() ? "" : ", ") + std::string(synonym.heading);
    }
    out += fmt::format("| `{}` | {} | {} |\n", people::name_of(column), strong, weak);
  }
  for (const FactFormat& format : fact_formats()) {
    out += fmt::format("\n### {}{}\n\n| Column | Headings |\n| --- | --- |\n", static_cast<char>(format.name[0] - 32),
                       format.name.substr(1));
    for (const FactColumn& column : format.columns) {
      std::string list;
      for (const std::string_view synonym : column.synonyms) list += (list.empty() ? "" : ", ") + std::string(synonym);
      if (list.empty() && (column.name == "from" || column.name == "to" || column.name == "last_day"))
        list = "as in the people file";
      out += fmt::format("| `{}`{} | {} |\n", column.name, column.need == Need::needed ? " (needed)" : "", list);
    }
  }
  return out;
}

}  // namespace chiron::duties
