// The OpenAPI 3.1 document of a router's typed routes, made from the described structs.
#pragma once

#include <string>
#include <string_view>

#include "platform/http/router.h"

namespace chiron::http {

/// Pretty-printed (two spaces, sorted paths), so that the committed docs/openapi.json shows readable differences.
/// Refuses with "http.schema_clash" (name) when two C++ types share one schema name.
Result<std::string> openapi_json(const Router& router, std::string_view title, std::string_view version);

}  // namespace chiron::http
