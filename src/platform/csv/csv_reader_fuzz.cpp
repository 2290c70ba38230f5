// Fuzz target of platform/csv: whatever the bytes, reading ends; what was read can be written and reads back the same.
// Built by `make test-long` with libFuzzer; tests/corpus/csv_reader_fuzz is replayed by platform_csv_test in `make
// test`.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "platform/csv/csv.h"

using namespace chiron;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  csv::ReadOptions options;
  options.encoding = data[0] & 1 ? csv::Encoding::windows_1252 : csv::Encoding::utf8;
  options.separator = static_cast<csv::Separator>((data[0] >> 1) & 3);
  if (data[0] & 8) options.limits = {.bytes = 200, .rows = 3, .columns = 4, .cell_bytes = 16};
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto reader = csv::Reader::over("fuzz", text, options);
  if (!reader) return 0;
  std::vector<std::vector<std::string>> table{reader->headings()};
  std::uint64_t row = reader->row();
  while (true) {
    const auto more = reader->next();
    if (!more && !csv::may_continue(more.error())) break;
    if (more && !*more) break;
    if (reader->row() <= row) std::abort();
    row = reader->row();
    if (!more) continue;
    if (reader->cells().size() != reader->headings().size()) std::abort();
    for (const std::string_view cell : reader->cells())
      if (cell.size() > options.limits.cell_bytes) std::abort();
    table.emplace_back(reader->cells().begin(), reader->cells().end());
  }
  std::string out;
  csv::Writer writer(out, csv::Formulas::keep);
  for (const auto& cells : table) {
    for (const auto& cell : cells) writer.cell(cell);
    writer.end_row();
  }
  auto again = csv::Reader::over("again", out, {.separator = csv::Separator::comma});
  // Text that begins like another format ("PK", "%PDF") is refused bare; everything else comes back as it went.
  if (!again) {
    if (again.error().key != "csv.not_text") std::abort();
    return 0;
  }
  if (again->headings() != table[0]) std::abort();
  for (std::size_t i = 1; i < table.size(); ++i) {
    const auto more = again->next();
    if (!more || !*more) std::abort();
    if (!std::equal(table[i].begin(), table[i].end(), again->cells().begin(), again->cells().end())) std::abort();
  }
  if (const auto more = again->next(); !more || *more) std::abort();
  return 0;
}
