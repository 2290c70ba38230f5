// Reports and sentences are stored as JSON and sent as they are; these types carry them through typed routes, with the
// schemas that platform/report gives.
#pragma once

#include <string>

#include "platform/json/json.h"
#include "platform/report/document_schema.h"

namespace chiron::reports {

/// A document as report::document_json wrote it.
struct DocumentJson {
  std::string json;
};
/// A sentence as report::sentence_json wrote it, never null.
struct SentenceJson {
  std::string json;
};

/// The schema of that name with everything it refers to.
inline std::string report_schema(json::Schemas& schemas, std::string_view name) {
  for (const auto& [each, text] : report::document_schemas("#/components/schemas/"))
    schemas.reference(each, "report", [&] { return text; });
  return schemas.reference(name, "report", [] { return std::string(); });
}

}  // namespace chiron::reports

namespace chiron::json {

template <>
struct Codec<reports::DocumentJson> {
  static void write(std::string& out, const reports::DocumentJson& document) { out += document.json; }
  static std::string schema(Schemas& schemas) { return reports::report_schema(schemas, "Document"); }
};
template <>
struct Codec<reports::SentenceJson> {
  static void write(std::string& out, const reports::SentenceJson& sentence) { out += sentence.json; }
  static std::string schema(Schemas& schemas) { return reports::report_schema(schemas, "Sentence"); }
};

}  // namespace chiron::json
