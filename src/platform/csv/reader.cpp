// The reader of csv.h: a chunked buffer whose bytes are checked once as they arrive, and a parser over it that
// hands out views into the buffer. A row is parsed again from its start when the buffer ended inside it.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "platform/csv/csv.h"

namespace chiron::csv {
namespace {

constexpr std::size_t chunk_bytes = 256u << 10;

/// What made the bytes from some place on unusable.
enum class Bad : std::uint8_t { none, not_utf8, nul, no_letter };

/// An open file that closes itself.
class File {
 public:
  explicit File(int descriptor = -1) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// The letters of Windows-1252 at 0x80-0x9F; 0 where it has none.
constexpr std::array<char16_t, 32> windows_letters = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                      0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/// Length of the well-formed UTF-8 sequence at p (Unicode 15, table 3-7), 0 if malformed, -1 if it is cut off at end.
int utf8_length(const unsigned char* p, const unsigned char* end) {
  const unsigned char lead = *p;
  if (lead < 0x80) return 1;
  int length;
  unsigned char low = 0x80, high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  for (int i = 1; i < length; ++i) {
    if (p + i >= end) return -1;
    if (p[i] < low || p[i] > high) return 0;
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

/// What a file is, if its first bytes say that it is no text; "" otherwise. The words are choices of the sentence
/// error.csv.not_text.
std::string_view foreign_format(std::string_view head) {
  using namespace std::string_view_literals;
  if (begins(head, "PK\x03\x04"sv) || begins(head, "PK\x05\x06"sv)) {
    if (head.find("xl/"sv) != head.npos || head.find("[Content_Types].xml"sv) != head.npos) return "xlsx";
    if (head.find("opendocument.spreadsheet"sv) != head.npos) return "ods";
    return "zip";
  }
  if (begins(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return "xls";
  if (begins(head, "%PDF"sv)) return "pdf";
  if (begins(head, "\x1F\x8B"sv) || begins(head, "7z\xBC\xAF\x27\x1C"sv) || begins(head, "BZh"sv) ||
      begins(head,
             "\xFD"
             "7zXZ"sv) ||
      begins(head, "\x28\xB5\x2F\xFD"sv) || begins(head, "Rar!"sv))
    return "archive";
  if (begins(head, "\xFF\xFE"sv) || begins(head, "\xFE\xFF"sv)) return "utf16";
  if (begins(head, "{\\rtf"sv)) return "rtf";
  if (begins(head, "SQLite format 3"sv)) return "database";
  if (begins(head, "\x89PNG"sv) || begins(head, "\xFF\xD8\xFF"sv) || begins(head, "GIF8"sv)) return "image";
  std::string_view rest = head;
  if (begins(rest, "\xEF\xBB\xBF"sv)) rest.remove_prefix(3);
  while (!rest.empty() && (rest[0] == ' ' || rest[0] == '\n' || rest[0] == '\r' || rest[0] == '\t'))
    rest.remove_prefix(1);
  std::string start(rest.substr(0, 14));
  for (char& c : start) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (begins(start, "<!doctype html") || begins(start, "<html")) return "html";
  if (begins(start, "<?xml")) return "xml";
  // UTF-16 without a mark: nearly every other byte of Western text is zero.
  const std::string_view sample = head.substr(0, 512);
  std::size_t zero_even = 0, zero_odd = 0;
  for (std::size_t i = 0; i < sample.size(); ++i)
    if (sample[i] == 0) ++(i % 2 ? zero_odd : zero_even);
  if (sample.size() >= 8 && std::max(zero_even, zero_odd) * 5 > sample.size() * 2 &&
      std::min(zero_even, zero_odd) * 20 < sample.size())
    return "utf16";
  return "";
}

char separator_byte(Separator separator) {
  return separator == Separator::semicolon ? ';' : separator == Separator::tab ? '\t' : ',';
}

}  // namespace

struct Reader::State {
  std::string name;
  ReadOptions options;
  File file;
  std::string_view memory;  // for over()
  bool from_memory = false;

  std::vector<char> buffer;
  std::size_t at = 0;          // start of the next row
  std::size_t checked = 0;     // bytes before this are good text
  std::size_t filled = 0;      // bytes before this are there
  std::uint64_t read = 0;      // bytes taken from the file
  std::uint64_t dropped = 0;   // bytes of text no longer in the buffer
  bool ended = false;          // the file has no more bytes
  Bad bad = Bad::none;         // what stands at `checked`
  std::uint64_t bad_byte = 0;  // and where in the file

  Separator separator = Separator::comma;
  char sep = ',';
  std::array<bool, 256> stops{};  // bytes that end an unquoted cell

  std::vector<std::string> headings;
  std::vector<std::string_view> cells;
  std::vector<std::uint32_t> quoted_twice;  // cells that hold doubled quotes
  std::uint64_t row = 0;                    // of the current row
  std::uint64_t data_rows = 0;

  Error place(Error error, std::uint64_t column = 0) const {
    error.detail.insert(error.detail.begin(), {"file", name});
    if (row) error.detail.push_back({"row", std::to_string(row)});
    if (column) error.detail.push_back({"column", std::to_string(column)});
    return error;
  }

  std::size_t longest_row() const {
    return std::max<std::size_t>(16u << 20, std::size_t{options.limits.cell_bytes} * 3);
  }

  /// Brings more bytes, after moving the unread ones to the front. Without effect when the file has ended.
  Result<> load() {
    if (ended) return {};
    if (at > 0) {
      std::memmove(buffer.data(), buffer.data() + at, filled - at);
      dropped += at;
      checked -= at;
      filled -= at;
      at = 0;
    }
    const std::size_t growth = options.encoding == Encoding::utf8 ? 1 : 3;  // a Windows letter takes up to 3 bytes
    const std::size_t chunk = from_memory ? std::clamp<std::size_t>(memory.size() - read, 1, chunk_bytes) : chunk_bytes;
    if (buffer.size() < filled + chunk * growth) buffer.resize(std::max(buffer.size() * 2, filled + chunk * growth));
    // A long row has made the buffer large; reading as much again keeps parsing it anew cheap in sum.
    const std::size_t wanted = std::max(chunk, (buffer.size() - filled) / growth);
    std::vector<char> raw;
    char* into = buffer.data() + filled;
    if (options.encoding != Encoding::utf8) {
      raw.resize(wanted);
      into = raw.data();
    }
    std::size_t got = 0;
    if (from_memory) {
      got = std::min(wanted, memory.size() - static_cast<std::size_t>(read));
      std::memcpy(into, memory.data() + read, got);
    } else {
      ssize_t n;
      do n = ::read(file.descriptor(), into, wanted);
      while (n < 0 && errno == EINTR);
      if (n < 0) return err(place(fail(ErrorCode::io, "csv.cannot_read").with("reason", std::strerror(errno))));
      got = static_cast<std::size_t>(n);
    }
    if (got == 0) ended = true;
    const std::uint64_t raw_start = read;
    read += got;
    if (read > options.limits.bytes)
      return err(
          place(fail(ErrorCode::limit, "csv.too_many_bytes").with("limit", std::to_string(options.limits.bytes))));
    if (raw_start == 0 && got > 0) {
      const std::string_view format = foreign_format({into, got});
      if (!format.empty()) return err(place(refuse("csv.not_text").with("format", std::string(format))));
    }
    if (bad != Bad::none) return {};
    if (options.encoding == Encoding::utf8) {
      filled += got;
      check_utf8();
    } else {
      take_windows(raw.data(), got, raw_start);
    }
    return {};
  }

  void check_utf8() {
    const auto* start = reinterpret_cast<const unsigned char*>(buffer.data());
    const unsigned char* p = start + checked;
    const unsigned char* end = start + filled;
    while (p < end) {
      // Eight bytes at a time while none is zero and none has its high bit set.
      while (end - p >= 8) {
        std::uint64_t word;
        std::memcpy(&word, p, 8);
        if (((word - 0x0101010101010101ull) | word) & 0x8080808080808080ull) break;
        p += 8;
      }
      if (p >= end) break;
      if (*p == 0) {
        bad = Bad::nul;
        break;
      }
      const int length = utf8_length(p, end);
      if (length == 0 || (length < 0 && ended)) {
        bad = Bad::not_utf8;
        break;
      }
      if (length < 0) break;  // the rest of the letter is in the next chunk
      p += length;
    }
    checked = static_cast<std::size_t>(p - start);
    if (bad != Bad::none) bad_byte = dropped + checked;
  }

  void take_windows(const char* raw, std::size_t count, std::uint64_t raw_start) {
    char* out = buffer.data() + filled;
    for (std::size_t i = 0; i < count; ++i) {
      const auto byte = static_cast<unsigned char>(raw[i]);
      char32_t letter = byte;
      if (byte >= 0x80 && byte < 0xA0) letter = windows_letters[byte - 0x80];
      if (letter == 0) {
        bad = byte == 0 ? Bad::nul : Bad::no_letter;
        bad_byte = raw_start + i;
        break;
      }
      if (letter < 0x80) {
        *out++ = static_cast<char>(letter);
      } else if (letter < 0x800) {
        *out++ = static_cast<char>(0xC0 | (letter >> 6));
        *out++ = static_cast<char>(0x80 | (letter & 0x3F));
      } else {
        *out++ = static_cast<char>(0xE0 | (letter >> 12));
        *out++ = static_cast<char>(0x80 | ((letter >> 6) & 0x3F));
        *out++ = static_cast<char>(0x80 | (letter & 0x3F));
      }
    }
    filled = static_cast<std::size_t>(out - buffer.data());
    checked = filled;
  }

  /// No byte will ever stand after `checked`.
  bool at_end_of_text() const { return ended && bad == Bad::none && checked == filled; }

  enum class Parsed : std::uint8_t { row, blank, nothing, need_more };

  /// Parses one row from `at` on into `cells`. On need_more nothing has changed.
  Result<Parsed> parse() {
    cells.clear();
    quoted_twice.clear();
    char* const start = buffer.data() + at;
    char* const end = buffer.data() + checked;
    char* p = start;
    if (p == end) {
      if (at_end_of_text()) return Parsed::nothing;
      return need_more(0);
    }
    const auto limit = options.limits.cell_bytes;
    std::uint64_t column = 1;
    while (true) {
      if (column > options.limits.columns) {
        return err(place(
            fail(ErrorCode::limit, "csv.too_many_columns").with("limit", std::to_string(options.limits.columns))));
      }
      if (p < end && *p == '"') {
        char* const open = p;
        char* from = p + 1;
        bool doubled = false;
        char* quote;
        while (true) {
          quote = static_cast<char*>(std::memchr(from, '"', static_cast<std::size_t>(end - from)));
          if (!quote) {
            if (static_cast<std::uint64_t>(end - open) > std::uint64_t{limit} * 2 + 2) return err(too_long(column));
            if (at_end_of_text()) return err(place(refuse("csv.unterminated_quote"), column));
            return need_more(column);
          }
          if (quote + 1 == end && !at_end_of_text()) return need_more(column);
          if (quote + 1 < end && quote[1] == '"') {
            doubled = true;
            from = quote + 2;
            continue;
          }
          break;
        }
        if (static_cast<std::uint64_t>(quote - open - 1) > limit && !doubled) return err(too_long(column));
        if (doubled) quoted_twice.push_back(static_cast<std::uint32_t>(cells.size()));
        cells.emplace_back(open + 1, static_cast<std::size_t>(quote - open - 1));
        p = quote + 1;
        if (p < end && !stops[static_cast<unsigned char>(*p)])
          return err(place(refuse("csv.text_after_quote"), column));
      } else {
        char* const from = p;
        while (p < end && !stops[static_cast<unsigned char>(*p)]) ++p;
        if (static_cast<std::uint64_t>(p - from) > limit) return err(too_long(column));
        if (p == end && !at_end_of_text()) return need_more(column);
        cells.emplace_back(from, static_cast<std::size_t>(p - from));
      }
      if (p == end) break;
      if (*p == sep) {
        ++p;
        ++column;
        if (p == end && !at_end_of_text()) return need_more(column);
        continue;
      }
      if (*p == '\r') {
        if (p + 1 == end && !at_end_of_text()) return need_more(column);
        if (p + 1 < end && p[1] == '\n') ++p;
      }
      ++p;
      break;
    }
    const bool blank = cells.size() == 1 && cells[0].empty() && *start != '"';
    at = static_cast<std::size_t>(p - buffer.data());
    if (blank) return Parsed::blank;
    for (const std::uint32_t index : quoted_twice) {
      cells[index] = undouble(cells[index]);
      if (cells[index].size() > limit) return err(too_long(index + 1));
    }
    return Parsed::row;
  }

  /// Called where the checked bytes run out inside a row: says what stops us, or that loading may help.
  Result<Parsed> need_more(std::uint64_t column) {
    if (bad == Bad::none) {
      if (checked - at > longest_row())
        return err(place(fail(ErrorCode::limit, "csv.row_too_long").with("limit", std::to_string(longest_row()))));
      return Parsed::need_more;
    }
    Error error = bad == Bad::not_utf8 ? refuse("csv.not_utf8") : refuse("csv.binary");
    return err(place(std::move(error).with("byte", std::to_string(bad_byte)), std::max<std::uint64_t>(column, 1)));
  }

  Error too_long(std::uint64_t column) const {
    return place(fail(ErrorCode::limit, "csv.cell_too_long").with("limit", std::to_string(options.limits.cell_bytes)),
                 column);
  }

  /// Makes `""` into `"` in place: the buffer is ours, and what becomes shorter stays inside its own cell.
  static std::string_view undouble(std::string_view cell) {
    char* const start = const_cast<char*>(cell.data());
    char* out = start;
    for (std::size_t i = 0; i < cell.size(); ++i) {
      *out++ = cell[i];
      if (cell[i] == '"') ++i;
    }
    return {start, static_cast<std::size_t>(out - start)};
  }

  /// The next row that is not blank into `cells`; false at the end.
  Result<bool> step() {
    ++row;
    while (true) {
      switch (TRY(parse())) {
        case Parsed::row: return true;
        case Parsed::blank: ++row; break;
        case Parsed::nothing: return false;
        case Parsed::need_more: TRY(load()); break;
      }
    }
  }

  void set_separator(Separator value) {
    separator = value;
    sep = separator_byte(value);
    stops.fill(false);
    for (const char c : {sep, '\r', '\n'}) stops[static_cast<unsigned char>(c)] = true;
  }

  /// Counts separators outside quotes up to the first line end (csv.h, Separator::sniff).
  Separator sniff() const {
    std::size_t commas = 0, semicolons = 0, tabs = 0;
    bool inside = false;
    for (std::size_t i = at; i < checked; ++i) {
      const char c = buffer[i];
      if (c == '"') inside = !inside;
      if (inside) continue;
      if (c == '\n' || c == '\r') {
        if (commas + semicolons + tabs > 0 || i > at) break;
      }
      commas += c == ',';
      semicolons += c == ';';
      tabs += c == '\t';
    }
    if (semicolons > commas && semicolons >= tabs) return Separator::semicolon;
    if (tabs > commas) return Separator::tab;
    return Separator::comma;
  }

  Result<> start() {
    // The first chunk must hold the whole beginning even when a pipe hands out small pieces.
    do TRY(load());
    while (!ended && filled < 4096);
    if (begins({buffer.data(), checked}, "\xEF\xBB\xBF")) at = 3;
    Separator chosen = options.separator;
    // A spreadsheet's own first line "sep=;" names the separator and is not part of the table.
    const std::string_view text(buffer.data() + at, checked - at);
    if (text.size() >= 6 && begins(text, "sep=") && (text[5] == '\n' || text[5] == '\r') &&
        (text[4] == ';' || text[4] == ',' || text[4] == '\t')) {
      if (chosen == Separator::sniff)
        chosen = text[4] == ';' ? Separator::semicolon : text[4] == '\t' ? Separator::tab : Separator::comma;
      at += text.size() > 6 && text[5] == '\r' && text[6] == '\n' ? 7 : 6;
    }
    set_separator(chosen == Separator::sniff ? sniff() : chosen);
    if (!TRY(step())) {
      row = 0;
      return err(place(refuse("csv.empty")));
    }
    headings.assign(cells.begin(), cells.end());
    return {};
  }
};

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::open(const std::string& path, const ReadOptions& options) {
  auto state = std::make_unique<State>();
  state->name = path;
  state->options = options;
  const auto cannot = [&](std::string reason) {
    return err(state->place(fail(ErrorCode::io, "csv.cannot_open").with("reason", std::move(reason))));
  };
  state->file = File(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (state->file.descriptor() < 0) return cannot(std::strerror(errno));
  struct stat facts {};
  if (::fstat(state->file.descriptor(), &facts) != 0) return cannot(std::strerror(errno));
  if (S_ISDIR(facts.st_mode)) return cannot(std::strerror(EISDIR));
  if (S_ISREG(facts.st_mode) && static_cast<std::uint64_t>(facts.st_size) > options.limits.bytes)
    return err(
        state->place(fail(ErrorCode::limit, "csv.too_many_bytes").with("limit", std::to_string(options.limits.bytes))));
  TRY(state->start());
  return Reader(std::move(state));
}

Result<Reader> Reader::over(std::string name, std::string_view text, const ReadOptions& options) {
  auto state = std::make_unique<State>();
  state->name = std::move(name);
  state->options = options;
  state->memory = text;
  state->from_memory = true;
  TRY(state->start());
  return Reader(std::move(state));
}

const std::vector<std::string>& Reader::headings() const { return state_->headings; }
std::span<const std::string_view> Reader::cells() const { return state_->cells; }
std::uint64_t Reader::row() const { return state_->row; }
Separator Reader::separator() const { return state_->separator; }
std::uint64_t Reader::bytes_read() const { return state_->read; }

Result<bool> Reader::next() {
  State& state = *state_;
  if (!TRY(state.step())) return false;
  if (++state.data_rows > state.options.limits.rows)
    return err(state.place(
        fail(ErrorCode::limit, "csv.too_many_rows").with("limit", std::to_string(state.options.limits.rows))));
  if (state.cells.size() != state.headings.size())
    return err(state.place(refuse("csv.ragged_row")
                               .with("found", std::to_string(state.cells.size()))
                               .with("expected", std::to_string(state.headings.size()))));
  return true;
}

bool may_continue(const Error& error) { return error.key == "csv.ragged_row"; }

}  // namespace chiron::csv
