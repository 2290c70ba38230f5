// What the reader accepts, what it refuses and where it says so; and that any table written is read back.
#include "platform/csv/csv.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/random.h"

namespace chiron::csv {
namespace {

using Table = std::vector<std::vector<std::string>>;

Result<Table> read(std::string_view text, const ReadOptions& options = {}) {
  auto reader = TRY(Reader::over("t.csv", text, options));
  Table table{reader.headings()};
  while (TRY(reader.next())) table.emplace_back(reader.cells().begin(), reader.cells().end());
  return table;
}

std::string refusal(std::string_view text, const ReadOptions& options = {}) {
  const auto table = read(text, options);
  return table ? "accepted" : table.error().debug_text();
}

TEST(CsvReader, ReadsWhatSpreadsheetsWrite) {
  struct Case {
    const char* name;
    std::string_view text;
    Table expected;
  };
  using namespace std::string_view_literals;
  const Case cases[] = {
      {"LF", "a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
      {"CRLF", "a,b\r\n1,2\r\n", {{"a", "b"}, {"1", "2"}}},
      {"CR", "a,b\r1,2\r", {{"a", "b"}, {"1", "2"}}},
      {"no last line end", "a,b\n1,2", {{"a", "b"}, {"1", "2"}}},
      {"empty last cell", "a,b\n1,", {{"a", "b"}, {"1", ""}}},
      {"byte order mark",
       "\xEF\xBB\xBF"
       "a,b\n1,2\n",
       {{"a", "b"}, {"1", "2"}}},
      {"semicolons", "a;b\n\"1;2\";3,4\n", {{"a", "b"}, {"1;2", "3,4"}}},
      {"tabs", "a\tb\n1\t2\n", {{"a", "b"}, {"1", "2"}}},
      {"separator inside a quoted heading", "\"a;b;c\",d\n1,2\n", {{"a;b;c", "d"}, {"1", "2"}}},
      {"named separator line", "sep=;\r\na,x;b\r\n1;2\r\n", {{"a,x", "b"}, {"1", "2"}}},
      {"quoted line break", "a,b\n\"1\r\n2\",3\n", {{"a", "b"}, {"1\r\n2", "3"}}},
      {"doubled quotes", "a\n\"say \"\"hi\"\"\"\n\"\"\"\"\n", {{"a"}, {"say \"hi\""}, {"\""}}},
      {"quotes inside a bare cell", "a,b\n5\" tall,2\n", {{"a", "b"}, {"5\" tall", "2"}}},
      {"blank lines", "a,b\n\n1,2\n\r\n\n3,4\n\n", {{"a", "b"}, {"1", "2"}, {"3", "4"}}},
      {"quoted empty single cell", "a\n\"\"\nx\n", {{"a"}, {""}, {"x"}}},
      {"accents", "n\u00E4me\nJos\u00E9 \U0001F600\n", {{"n\u00E4me"}, {"Jos\u00E9 \U0001F600"}}},
  };
  for (const Case& c : cases) {
    const auto table = read(c.text);
    ASSERT_TRUE(table) << c.name << ": " << table.error().debug_text();
    EXPECT_EQ(*table, c.expected) << c.name;
  }
}

TEST(CsvReader, RefusesAtThePlace) {
  using namespace std::string_view_literals;
  struct Case {
    std::string_view text;
    const char* refusal;
  };
  const Case cases[] = {
      {"", "csv.empty (file=t.csv)"},
      {"\n\n", "csv.empty (file=t.csv)"},
      {"\xEF\xBB\xBF", "csv.empty (file=t.csv)"},
      {"a,b\n1,2\n3,\"4\n5,6\n", "csv.unterminated_quote (file=t.csv, row=3, column=2)"},
      {"a,b\n\"1\"x,2\n", "csv.text_after_quote (file=t.csv, row=2, column=1)"},
      {"a,b\n1\n", "csv.ragged_row (file=t.csv, found=1, expected=2, row=2)"},
      {"a,b\n1,2,3\n", "csv.ragged_row (file=t.csv, found=3, expected=2, row=2)"},
      {"a,b\n1,2\nx,Jos\xE9\n", "csv.not_utf8 (file=t.csv, byte=13, row=3, column=2)"},
      {"a,b\n1,\xC0\xAF\n", "csv.not_utf8 (file=t.csv, byte=6, row=2, column=2)"},
      {"a,b\n1,\xED\xA0\x80\n", "csv.not_utf8 (file=t.csv, byte=6, row=2, column=2)"},
      {"a,b\n1,\xF0\x9F\x98", "csv.not_utf8 (file=t.csv, byte=6, row=2, column=2)"},
      {"a,b\n1,\"x\xFFy\"\n", "csv.not_utf8 (file=t.csv, byte=8, row=2, column=2)"},
      {"a,b\n1,x\0y\n"sv, "csv.binary (file=t.csv, byte=7, row=2, column=2)"},
      {"PK\x03\x04"
       "....xl/workbook.xml",
       "csv.not_text (file=t.csv, format=xlsx)"},
      {"PK\x03\x04"
       "....",
       "csv.not_text (file=t.csv, format=zip)"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "csv.not_text (file=t.csv, format=xls)"},
      {"%PDF-1.7\n", "csv.not_text (file=t.csv, format=pdf)"},
      {"\x1F\x8B\x08", "csv.not_text (file=t.csv, format=archive)"},
      {"\xFF\xFE"
       "a\0,\0"sv,
       "csv.not_text (file=t.csv, format=utf16)"},
      {"a\0,\0b\0\n\0"
       "1\0,\0"sv,
       "csv.not_text (file=t.csv, format=utf16)"},
      {"\n <!DOCTYPE html><html>", "csv.not_text (file=t.csv, format=html)"},
      {"\x89PNG\r\n\x1A\n", "csv.not_text (file=t.csv, format=image)"},
  };
  for (const Case& c : cases) EXPECT_EQ(refusal(c.text), c.refusal) << c.text;
}

TEST(CsvReader, GoesOnAfterARaggedRow) {
  auto reader = Reader::over("t.csv", "a,b\n1\n2,3\n4,5,6\n7,8\n");
  ASSERT_TRUE(reader);
  std::vector<std::uint64_t> good, ragged;
  while (true) {
    const auto more = reader->next();
    if (!more) {
      ASSERT_TRUE(may_continue(more.error()));
      ragged.push_back(reader->row());
    } else if (!*more) {
      break;
    } else {
      good.push_back(reader->row());
    }
  }
  EXPECT_EQ(good, (std::vector<std::uint64_t>{3, 5}));
  EXPECT_EQ(ragged, (std::vector<std::uint64_t>{2, 4}));
}

TEST(CsvReader, CountsRowsAsASpreadsheetDoes) {
  auto reader = Reader::over("t.csv", "a,b\n\"1\n1\",2\n\n3,4\n");
  ASSERT_TRUE(reader);
  ASSERT_TRUE(reader->next().value());
  EXPECT_EQ(reader->row(), 2u);
  ASSERT_TRUE(reader->next().value());
  EXPECT_EQ(reader->row(), 4u);
}

TEST(CsvReader, ReadsWindowsLettersWhenTold) {
  const ReadOptions options{.encoding = Encoding::windows_1252};
  EXPECT_EQ(*read("n\xE4me\nJos\xE9 \x80\x9C\n", options), (Table{{"n\u00E4me"}, {"Jos\u00E9 \u20AC\u0153"}}));
  EXPECT_EQ(refusal("a\nx\x81\n", options), "csv.binary (file=t.csv, byte=3, row=2, column=1)");
}

TEST(CsvReader, KeepsItsLimits) {
  const auto with = [](auto set) {
    ReadOptions options;
    set(options.limits);
    return options;
  };
  const auto bytes = with([](Limits& l) { l.bytes = 8; });
  EXPECT_EQ(refusal("a,b\n1,2\n", bytes), "accepted");
  EXPECT_EQ(refusal("a,b\n1,23\n", bytes), "csv.too_many_bytes (file=t.csv, limit=8)");
  const auto rows = with([](Limits& l) { l.rows = 2; });
  EXPECT_EQ(refusal("a\n1\n2\n", rows), "accepted");
  EXPECT_EQ(refusal("a\n1\n2\n3\n", rows), "csv.too_many_rows (file=t.csv, limit=2, row=4)");
  const auto columns = with([](Limits& l) { l.columns = 2; });
  EXPECT_EQ(refusal("a,b\n", columns), "accepted");
  EXPECT_EQ(refusal("a,b,c\n", columns), "csv.too_many_columns (file=t.csv, limit=2, row=1)");
  const auto cell = with([](Limits& l) { l.cell_bytes = 3; });
  EXPECT_EQ(refusal("abc\n\"d\"\"e\"\n", cell), "accepted");
  EXPECT_EQ(refusal("abc\nabcd\n", cell), "csv.cell_too_long (file=t.csv, limit=3, row=2, column=1)");
  EXPECT_EQ(refusal("abc\n\"abcd\"\n", cell), "csv.cell_too_long (file=t.csv, limit=3, row=2, column=1)");
  // A quote that is never closed in a large file stops at the cell limit, in the row where it began.
  std::string open = "a,b\n1,2\n3,\"";
  open.append(5u << 20, 'x');
  EXPECT_EQ(refusal(open), "csv.cell_too_long (file=t.csv, limit=1048576, row=3, column=2)");
  // A million quotes are nothing special.
  EXPECT_EQ(read("a\n\"" + std::string(1'000'000, '"') + "\"\n")->at(1)[0].size(), 500'000u);
}

TEST(CsvReader, OpensFiles) {
  EXPECT_EQ(Reader::open("/nowhere/x.csv").error().key, "csv.cannot_open");
  EXPECT_EQ(Reader::open("/tmp").error().key, "csv.cannot_open");
  const std::string path = testing::TempDir() + "chiron_csv_open.csv";
  ASSERT_TRUE(write_file(path, "a,b\n1,2\n"));
  auto reader = Reader::open(path);
  ASSERT_TRUE(reader);
  EXPECT_TRUE(reader->next().value());
  EXPECT_EQ(reader->cells()[1], "2");
  EXPECT_FALSE(reader->next().value());
  EXPECT_FALSE(reader->next().value());
  std::remove(path.c_str());
}

// Random tables out of the nastiest letters, larger than a chunk now and then, come back as they went.
TEST(CsvReader, RoundTrip) {
  const std::vector<std::string> letters = {"a",      "b",          "\"",     ",",     ";",      "\t", "\n",
                                            "\r",     "\r\n",       " ",      "'",     "=",      "-1", "\u00E9",
                                            "\u4E2D", "\U0001F600", "\uFEFF", "sep=;", "\u00DF", "0"};
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SeededRandom random(seed);
    Table table(1 + random.below(seed % 50 == 0 ? 3000 : 20));
    const std::size_t columns = 1 + random.below(6);
    for (auto& row : table) {
      row.resize(columns);
      for (auto& cell : row)
        for (std::uint64_t n = random.below(seed % 7 == 0 ? 60 : 6); n > 0; --n)
          cell += letters[random.below(letters.size())];
    }
    std::string text;
    Writer writer(text, Formulas::keep);
    for (const auto& row : table) {
      for (const auto& cell : row) writer.cell(cell);
      writer.end_row();
    }
    // Quoted whole, so sniffing could only be fooled by bare cells: our own files are comma separated.
    const auto back = read(text, {.separator = Separator::comma});
    ASSERT_TRUE(back) << "seed " << seed << ": " << back.error().debug_text();
    ASSERT_EQ(*back, table) << "seed " << seed;
  }
}

// Cutting a file anywhere gives rows that are a prefix of the whole's, or a refusal; never a crash, never an invention.
TEST(CsvReader, AnyPrefixIsSafe) {
  const std::string text =
      "\xEF\xBB\xBF"
      "name;x\r\n\"a \"\"b\"\"\r\nc\";\u00E9\u4E2D\r\nd;\"e\"\r\n";
  const Table whole = *read(text);
  for (std::size_t length = 0; length < text.size(); ++length) {
    const std::string_view part = std::string_view(text).substr(0, length);
    auto reader = Reader::over("t", part, {.separator = Separator::semicolon});
    if (!reader) continue;
    std::size_t row = 1;
    bool last_differs = false;
    while (true) {
      const auto more = reader->next();
      if (!more || !*more) break;
      ASSERT_LT(row, whole.size()) << length;
      ASSERT_FALSE(last_differs) << length;
      // Only the last row of a prefix may differ from the whole's: it may have been cut inside a bare cell.
      last_differs = !std::equal(whole[row].begin(), whole[row].end(), reader->cells().begin(), reader->cells().end());
      ++row;
    }
  }
}

}  // namespace
}  // namespace chiron::csv
