// The reader means the same however the bytes are cut: a property over mutated requests, also driven by the fuzzer.
#include "platform/http/request_reader.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "platform/http/request_reader_probe.h"

namespace chiron::http {
namespace {

const std::string seeds[] = {
    "GET /a/b?c=d&e=%20 HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
    "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nT: x\r\n\r\n",
    "\r\nDELETE /x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
};

TEST(RequestReader, MeansTheSameHoweverTheBytesAreCut) {
  const std::uint64_t seed = 20270801;
  SCOPED_TRACE(seed);
  SeededRandom random(seed);
  int completed = 0;
  constexpr std::string_view spice = "\r\n :;,\t\0%/0159afAF+-chunked";
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = seeds[random.below(std::size(seeds))];
    for (std::uint64_t edits = random.below(4); edits > 0; --edits) {
      const std::size_t at = random.below(bytes.size());
      switch (random.below(4)) {
        case 0: bytes[at] = spice[random.below(spice.size())]; break;
        case 1: bytes.insert(at, 1, spice[random.below(spice.size())]); break;
        case 2: bytes.erase(at, 1 + random.below(3)); break;
        default: bytes.insert(at, bytes.substr(random.below(bytes.size()), random.below(20)));
      }
      if (bytes.empty()) bytes = "G";
    }
    const Outcome whole = read_in_pieces(bytes, [](std::size_t) { return std::size_t{1} << 20; });
    const Outcome cut = read_in_pieces(bytes, [&](std::size_t) { return 1 + random.below(7); });
    ASSERT_EQ(whole.text(), cut.text()) << round << "\n" << bytes;
    completed += whole.state == RequestReader::State::complete;
  }
  EXPECT_GT(completed, 4000) << "the mutations must leave enough sound requests";
}

TEST(RequestReader, EmptyLinesAreCountedHoweverTheBytesAreCut) {
  const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const std::string& bytes : {"\r\n" + request, "\r\n\r\n" + request, "\r\n\r\n\r\n" + request,
                                   "\r\n\r\n\r\n\t" + request, "\r\n\r\n\r\n\r\n\r\n" + request}) {
    const Outcome whole = read_in_pieces(bytes, [](std::size_t) { return std::size_t{1} << 20; });
    const bool few = bytes.size() <= request.size() + 4;
    EXPECT_EQ(whole.state, few ? RequestReader::State::complete : RequestReader::State::refused) << bytes;
    for (std::size_t step = 1; step < 8; ++step)
      EXPECT_EQ(whole.text(), read_in_pieces(bytes, [&](std::size_t) { return step; }).text()) << bytes << step;
  }
}

TEST(RequestReader, AHeadTooLongIsThatHoweverItIsCut) {
  for (std::size_t length = 1'000; length < 1'060; ++length) {
    const std::string bytes = std::string(length, 'a') + "\x01\r\n\r\n";
    const Outcome whole = read_in_pieces(bytes, [](std::size_t) { return std::size_t{1} << 20; });
    EXPECT_EQ(whole.status, length <= 1'024 ? 400 : 431) << length;
    for (const std::size_t step : {1, 7, 16})
      EXPECT_EQ(whole.text(), read_in_pieces(bytes, [&](std::size_t) { return step; }).text()) << length << " " << step;
  }
}

TEST(RequestReader, ReadsPathsAndQueries) {
  struct Row {
    const char* target;
    const char* outcome;
  };
  for (const auto& row : std::initializer_list<Row>{
           {"/", "/"},
           {"/a%20b?c=d+e&f=%26&g", "/a b c=d e f=& g="},
           {"/%C3%A9", "/\xC3\xA9"},
           {"/a?", "/a"},
           {"/a?&&b=1", "/a b=1"},
           {"/a?b=1&b=2", "refused"},
           {"/a?b=%zz", "refused"},
           {"/a%", "refused"},
           {"/a%4", "refused"},
           {"/%c0%af", "refused"},
           {"/a/%2e%2e/b", "refused"},
           {"/..", "refused"},
           {"/a/./b", "refused"},
           {"/...", "/..."},
           {"a", "refused"},
           {"/a#b", "refused"},
       }) {
    RequestReader reader(16384);
    reader.feed("GET " + std::string(row.target) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    std::string outcome = "refused";
    if (reader.state() == RequestReader::State::head_done) {
      outcome = reader.request()->path;
      for (const auto& [name, value] : reader.request()->query) outcome += " " + name + "=" + value;
    }
    EXPECT_EQ(outcome, row.outcome) << row.target;
  }
}

}  // namespace
}  // namespace chiron::http
