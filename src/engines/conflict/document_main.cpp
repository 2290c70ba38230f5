// conflict_rules_doc: prints docs/conflict-rules.md.
#include <cstdio>

#include "engines/conflict/document.h"

int main() {
  const std::string text = chiron::conflict::rules_document();
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
