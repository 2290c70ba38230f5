// A Document as JSON for the app: sentences stay keys and arguments, so that the browser speaks the reader's
// language. Shape: document_schema.h; a test holds every answer against it.
#pragma once

#include <string>

#include "platform/report/document.h"

namespace chiron::report {

/// Compact JSON, UTF-8. Variants carry "kind"; dates are ISO, ranges half-open {"from","to"}; empty sentences are null.
std::string document_json(const Document& document);

/// One sentence the same way: {"key":"audit.found","args":{"count":12,"day":{"date":"2027-09-14"}}}.
std::string sentence_json(const Sentence& sentence);

}  // namespace chiron::report
