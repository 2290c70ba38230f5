// That docs/formats.md lists the headings the readers know. CHIRON_WRITE_DOCS=1 writes the list anew.
#include "features/duties/headings_document.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace chiron::duties {
namespace {

TEST(HeadingsDocument, IsWhatTheReadersKnow) {
  const std::string path = std::string(CHIRON_ROOT) + "/docs/formats.md";
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  std::string document = text.str();
  const std::string begin = "<!-- headings: made from the tables in the code -->\n", end = "<!-- headings end -->";
  const std::size_t from = document.find(begin), to = document.find(end);
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  const std::size_t start = from + begin.size();
  if (std::getenv("CHIRON_WRITE_DOCS")) {
    document.replace(start, to - start, headings_document());
    std::ofstream(path) << document;
    return;
  }
  EXPECT_EQ(document.substr(start, to - start), headings_document()) << "run this test with CHIRON_WRITE_DOCS=1";
}

}  // namespace
}  // namespace chiron::duties
