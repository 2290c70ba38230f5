// libFuzzer's door to the request reader: any bytes, cut by the first byte's rule, must mean the same as uncut.
#include <cstddef>
#include <cstdint>

#include "platform/http/request_reader_probe.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t step = 1 + data[0] % 16;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = chiron::http::read_in_pieces(bytes, [](std::size_t) { return std::size_t{1} << 24; });
  const auto cut = chiron::http::read_in_pieces(bytes, [&](std::size_t) { return step; });
  if (whole.text() != cut.text()) __builtin_trap();
  return 0;
}
