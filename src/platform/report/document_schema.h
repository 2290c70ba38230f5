// JSON Schemas of what document_json.h writes, for the API's document and the types made from it.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace chiron::report {

/// Name -> schema (JSON Schema 2020-12): "Document", "Sentence" and what they refer to. `prefix` starts every
/// reference: "#/components/schemas/". Strict: a member that is not named is not allowed, so that a test that holds
/// answers against the schemas finds whatever the writer adds.
std::map<std::string, std::string> document_schemas(std::string_view prefix);

}  // namespace chiron::report
