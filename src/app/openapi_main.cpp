// Prints docs/openapi.json: ninja openapi_doc && src/app/openapi_doc > docs/openapi.json
#include <cstdio>

#include "app/openapi.h"

int main() {
  const auto document = chiron::app::openapi_document();
  if (!document) {
    std::fprintf(stderr, "%s\n", document.error().debug_text().c_str());
    return 1;
  }
  std::fputs(document->c_str(), stdout);
}
