// The committed document is the printed one.
#include "engines/conflict/document.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

TEST(Document, TheCommittedFileIsPrintedFromTheTable) {
  std::ifstream file(CHIRON_ROOT "/docs/conflict-rules.md");
  ASSERT_TRUE(file) << "docs/conflict-rules.md is missing";
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), chiron::conflict::rules_document())
      << "print it again: conflict_rules_doc > docs/conflict-rules.md";
}
