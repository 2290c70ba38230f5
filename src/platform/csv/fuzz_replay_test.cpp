// Replays the fuzzing corpus, and a few thousand seeded mutations of it, through the fuzz target.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/random.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace chiron::csv {
namespace {

TEST(CsvFuzz, ReplaysItsCorpus) {
  std::vector<std::string> corpus;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(CHIRON_ROOT) + "/tests/corpus/csv_reader_fuzz")) {
    std::stringstream text;
    text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    corpus.push_back(text.str());
  }
  ASSERT_GE(corpus.size(), 8u);
  std::sort(corpus.begin(), corpus.end());
  const auto run = [](const std::string& text) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  };
  for (const std::string& text : corpus) run(text);
  SeededRandom random(2027);
  using namespace std::string_view_literals;
  constexpr std::string_view letters = "\",;\t\r\n\0\xEF\xBB\xBF\xC3\xA9\xFF sep=PK'"sv;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = corpus[random.below(corpus.size())];
    for (std::uint64_t n = 1 + random.below(8); n > 0 && !text.empty(); --n) {
      const auto at = random.below(text.size());
      if (random.below(2)) text[at] = letters[random.below(letters.size())];
      else text.insert(at, 1, letters[random.below(letters.size())]);
    }
    run(text);
  }
}

}  // namespace
}  // namespace chiron::csv
