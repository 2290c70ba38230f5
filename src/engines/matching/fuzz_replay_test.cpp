// Replays the fuzzing corpus of the matching engine, and seeded random and mutated inputs, through the fuzz target.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/random.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace chiron::matching {
namespace {

using Input = std::vector<std::uint8_t>;

TEST(MatchingFuzz, ReplaysItsCorpusAndRandomInputs) {
  std::vector<Input> corpus;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(CHIRON_ROOT) + "/tests/corpus/matching_fuzz")) {
    std::stringstream text;
    text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    const std::string bytes = text.str();
    corpus.emplace_back(bytes.begin(), bytes.end());
  }
  std::sort(corpus.begin(), corpus.end());
  for (const Input& input : corpus) LLVMFuzzerTestOneInput(input.data(), input.size());
  const int rounds = std::getenv("CHIRON_LONG") ? 1'000'000 : 40'000;
  for (int seed = 1; seed <= rounds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(static_cast<std::uint64_t>(seed));
    Input input;
    if (!corpus.empty() && random.below(2) == 0) input = corpus[random.below(corpus.size())];
    else input.resize(random.below(150));
    for (std::uint64_t n = input.empty() ? 0 : 1 + random.below(2 * input.size()); n > 0; --n)
      input[random.below(input.size())] = static_cast<std::uint8_t>(random.next());
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
}

}  // namespace
}  // namespace chiron::matching
