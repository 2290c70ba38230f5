// What the writer quotes, what it neutralizes, and that a file is replaced whole.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/csv/csv.h"

namespace chiron::csv {
namespace {

std::string one(std::string_view text) {
  std::string out;
  Writer(out).cell("x").cell(text).end_row();
  return out.substr(2, out.size() - 4);
}

TEST(CsvWriter, QuotesWhereNeededAndNeutralizesFormulas) {
  using namespace std::string_view_literals;
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"plain", "plain"},
      {"", ""},
      {"a,b", "\"a,b\""},
      {"a;b", "\"a;b\""},
      {"say \"hi\"", "\"say \"\"hi\"\"\""},
      {"two\nlines", "\"two\nlines\""},
      {" padded", "\" padded\""},
      {"=1+1", "'=1+1"},
      {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
      {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"+44 20 7946", "'+44 20 7946"},
      {"-x", "'-x"},
      {"-", "'-"},
      {"-5", "-5"},
      {"+3.25", "+3.25"},
      {"-1.2.3", "'-1.2.3"},
      {"-5.", "'-5."},
      {"\tx", "\"'\tx\""},
      {"\rx", "\"'\rx\""},
      {"\0x"sv, "'\0x"sv},
      {"\uFF1D1", "'\uFF1D1"},
      {"\uFF0B1", "'\uFF0B1"},
      {"\uFF0D1", "'\uFF0D1"},
      {"\uFF20x", "'\uFF20x"},
      {"a=b", "a=b"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(one(text), expected) << text;
}

TEST(CsvWriter, WritesRows) {
  std::string out;
  Writer(out).row({"learner", "educator"}).cell("a").cell(-3).end_row().row({""}).row({"", ""});
  EXPECT_EQ(out, "learner,educator\r\na,-3\r\n\"\"\r\n,\r\n");
}

TEST(CsvWriter, ReplacesAFileWhole) {
  const std::string folder = testing::TempDir() + "chiron_csv_write";
  std::filesystem::create_directories(folder);
  const std::string path = folder + "/x.csv";
  ASSERT_TRUE(write_file(path, "old"));
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  ASSERT_TRUE(write_file(path, "new"));
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  EXPECT_EQ(content.str(), "new");
  struct stat facts {};
  ASSERT_EQ(::stat(path.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0640u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
  EXPECT_EQ(write_file("/nowhere/x.csv", "x").error().key, "csv.cannot_write");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace chiron::csv
