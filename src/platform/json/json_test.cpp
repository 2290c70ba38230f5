// JSON and described structs: what is read, what is refused and where, what is written, what is described.
#include "platform/json/json.h"

#include <gtest/gtest.h>

namespace chiron::json {
namespace {

enum class Color : std::uint8_t { deep_red, sea_green };
BOOST_DESCRIBE_ENUM(Color, deep_red, sea_green)

struct Point {
  std::int32_t x = 0;
  double y = 0;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, y))

struct LongText {
  std::string words;
};
BOOST_DESCRIBE_STRUCT(LongText, (), (words))

struct Sheet {
  PersonId id;
  std::string name;
  bool open = false;
  std::uint16_t seats = 0;
  Color color = Color::deep_red;
  std::optional<Date> day;
  Instant at;
  std::vector<Point> points;
  std::map<std::string, std::int64_t> counts;
  std::vector<std::variant<Point, LongText>> blocks;
  DateRange term;
};
BOOST_DESCRIBE_STRUCT(Sheet, (), (id, name, open, seats, color, day, at, points, counts, blocks, term))

struct Span {
  int from = 0, to = 0;
  Result<> check() const {
    if (from >= to) return err(refuse("test.reversed"));
    return {};
  }
};
BOOST_DESCRIBE_STRUCT(Span, (), (from, to))
struct Spans {
  std::vector<Span> spans;
};
BOOST_DESCRIBE_STRUCT(Spans, (), (spans))

struct Tree {
  std::string name;
  std::vector<Tree> children;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (name, children))

constexpr std::string_view sheet_text =
    R"({"id":"00000000000000000000000000","name":"Zoë \"Z\"\n","open":true,"seats":7,"color":"sea_green",)"
    R"("day":"2027-08-01","at":"2027-08-01T09:30:00.000000Z","points":[{"x":-3,"y":2}],"counts":{"a":1,"b":2},)"
    R"("blocks":[{"type":"point","x":1,"y":0.1},{"type":"long_text","words":"w"}],"term":{"from":"2027-08-01"}})";

TEST(Json, WritesWhatItReads) {
  const auto sheet = parse<Sheet>(sheet_text);
  ASSERT_TRUE(sheet) << sheet.error().debug_text();
  EXPECT_EQ(sheet->name, "Zoë \"Z\"\n");
  EXPECT_EQ(sheet->day->iso(), "2027-08-01");
  EXPECT_EQ(std::get<LongText>(sheet->blocks[1]).words, "w");
  EXPECT_EQ(write(*sheet), sheet_text);
}

TEST(Json, RefusesWithTheKeyAndThePlace) {
  struct Row {
    const char* text;
    const char* error;
  };
  for (const auto& row : std::initializer_list<Row>{
           {R"({"x":1,"y":2,"z":3})", "json.unknown_member (at=, name=z)"},
           {R"({"x":1})", "json.missing_member (at=, name=y)"},
           {R"({"x":1,"x":2,"y":2})", "json.duplicate_member (at=, name=x)"},
           {R"({"x":1,"\u0078":2,"y":2})", "json.duplicate_member (at=, name=x)"},
           {R"({"x":"1","y":2})", "json.wrong_type (at=/x, expected=integer, found=string)"},
           {R"({"x":1.0,"y":2})", "json.wrong_type (at=/x, expected=integer, found=number)"},
           {R"({"x":null,"y":2})", "json.wrong_type (at=/x, expected=integer, found=null)"},
           {R"({"x":2147483648,"y":2})", "json.out_of_range (at=/x, min=-2147483648, max=2147483647)"},
           {R"({"x":18446744073709551615,"y":2})", "json.out_of_range (at=/x, min=-2147483648, max=2147483647)"},
           {R"({"x":1,"y":1e999})", "json.out_of_range (at=/y, min=-1.8e308, max=1.8e308)"},
           {"[]", "json.wrong_type (at=, expected=object, found=array)"},
           {R"({"x":1,"y":2} x)", "json.malformed (line=1, column=15, why=extra data)"},
           {"{\"x\":1,\n\"y\":}", "json.malformed (line=2, column=5, why=syntax error)"},
           {"", "json.malformed (line=1, column=1, why=incomplete JSON)"},
           {R"({"x":1,"y":2,})", "json.malformed (line=1, column=14, why=syntax error)"},
           {R"({"x":01,"y":2})", "json.malformed (line=1, column=7, why=syntax error)"},
           {R"({"x":NaN,"y":2})", "json.malformed (line=1, column=6, why=syntax error)"},
       }) {
    const auto point = parse<Point>(row.text);
    ASSERT_FALSE(point) << row.text;
    EXPECT_EQ(point.error().debug_text(), row.error) << row.text;
  }
}

TEST(Json, PointsIntoNestedValues) {
  const auto tree = parse<Tree>(R"({"name":"a","children":[{"name":"b","children":[]},{"name":3,"children":[]}]})");
  EXPECT_EQ(tree.error()["at"], "/children/1/name");
  const auto doubled = parse<Tree>(R"({"name":"a","children":[{"name":"b","children":[],"name":"c"}]})");
  EXPECT_EQ(doubled.error().debug_text(), "json.duplicate_member (at=/children/0, name=name)");
  EXPECT_EQ(parse<LongText>(R"({"words":"a\u0000b"})").error().debug_text(), "json.nul_character (at=/words)");
  EXPECT_EQ((parse<std::map<std::string, bool>>(R"({"a/b~c":1})").error()["at"]), "/a~1b~0c");
  EXPECT_EQ(parse<Spans>(R"({"spans":[{"from":1,"to":2},{"from":2,"to":2}]})").error().debug_text(),
            "test.reversed (at=/spans/1)");
}

TEST(Json, RefusesBadUtf8AndWritesReplacementCharacters) {
  EXPECT_EQ(parse<LongText>("{\"words\":\"a\xff\"}").error().key, "json.malformed");
  EXPECT_EQ(parse<LongText>(R"({"words":"\ud800"})").error().key, "json.malformed");
  EXPECT_EQ(write(std::string("a\xff\xe2\x82 \xe2\x82\xac\x01")),
            "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD \xe2\x82\xac\\u0001\"");
}

TEST(Json, WritesTextsOfEveryLengthWithAnEscapeAnywhere) {
  for (std::size_t length = 0; length <= 70; ++length)
    for (std::size_t at = 0; at <= length; ++at) {
      std::string text(length, 'x');
      if (at < length) text[at] = "\"\\\n\x01"[at % 4];  // at == length: nothing to escape
      std::string out = "before ";
      write_text(out, text);
      ASSERT_TRUE(out.starts_with("before \"")) << out;
      const auto read = parse_value(std::string_view(out).substr(7));
      ASSERT_TRUE(read) << out;
      EXPECT_EQ(read->text, text);
    }
}

TEST(Json, KeepsToItsLimits) {
  std::string deep;
  for (int i = 0; i < 33; ++i) deep += "[";
  EXPECT_EQ(parse_value(deep).error().debug_text(), "json.too_deep (depth_max=32)");
  EXPECT_EQ(parse_value("[1,2,3]", {.values_max = 3}).error().debug_text(), "json.too_many (values_max=3)");
  EXPECT_TRUE(parse_value("[1,2,3]", {.values_max = 4}));
  EXPECT_EQ(parse_value("[1,2,3]", {.bytes_max = 6}).error().debug_text(), "json.too_large (bytes_max=6)");
}

TEST(Json, FindsDoubledNamesInLargeObjects) {
  std::string text = "{";
  for (int i = 0; i < 50; ++i) text += "\"n" + std::to_string(i) + "\":1,";
  EXPECT_TRUE((parse<std::map<std::string, int>>(text + "\"x\":1}")));
  EXPECT_EQ((parse<std::map<std::string, int>>(text + "\"n3\":1}").error()["name"]), "n3");
  EXPECT_EQ((parse<std::map<std::string, int>>(text + "\"n49\":1}").error()["name"]), "n49");
}

TEST(Json, WritesNumbersPlainly) {
  EXPECT_EQ(write(2.0), "2");
  EXPECT_EQ(write(0.1), "0.1");
  EXPECT_EQ(write(-1.0 / 3), "-0.3333333333333333");
  EXPECT_EQ(write(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(write(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(write(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
}

TEST(Json, ReadsMoments) {
  struct Row {
    const char* text;
    std::int64_t micros;  // -1: refused
  };
  for (const auto& row : std::initializer_list<Row>{{"1970-01-01T00:00:00Z", 0},
                                                    {"1970-01-02T00:00:01.5Z", 86'401'500'000},
                                                    {"1970-01-01T00:00:00.000001Z", 1},
                                                    {"1970-01-01T24:00:00Z", -1},
                                                    {"1970-01-01T00:00:60Z", -1},
                                                    {"1970-01-01T00:00:00.Z", -1},
                                                    {"1970-01-01T00:00:00.0000001Z", -1},
                                                    {"1970-01-01 00:00:00Z", -1},
                                                    {"1970-01-01T00:00:00+00:00", -1},
                                                    {"1970-02-30T00:00:00Z", -1}}) {
    const auto at = parse<Instant>("\"" + std::string(row.text) + "\"");
    EXPECT_EQ(at ? at->micros : -1, row.micros) << row.text;
  }
}

TEST(Json, RefusesUnknownEnumeratorsAndTypes) {
  EXPECT_EQ(parse<Color>(R"("blue")").error().debug_text(),
            "json.not_in_list (at=, found=blue, allowed=deep_red, sea_green)");
  using Block = std::variant<Point, LongText>;
  EXPECT_EQ(parse<Block>(R"({"type":"sheet"})").error().debug_text(),
            "json.not_in_list (at=/type, found=sheet, allowed=point, long_text)");
  EXPECT_EQ(parse<Block>(R"({"x":1,"y":1})").error().debug_text(), "json.missing_member (at=, name=type)");
  EXPECT_EQ(parse<Point>(R"({"type":"point","x":1,"y":1})").error().key, "json.unknown_member");
}

TEST(Json, DescribesItself) {
  EXPECT_EQ(json_schema<Point>(),
            R"({"$ref":"#/$defs/Point","$defs":{"Point":{"type":"object","properties":{"x":{"type":"integer",)"
            R"("format":"int32"},"y":{"type":"number"}},"required":["x","y"],"additionalProperties":false}}})");
  EXPECT_EQ(json_schema<Tree>(),
            R"({"$ref":"#/$defs/Tree","$defs":{"Tree":{"type":"object","properties":{"name":{"type":"string"},)"
            R"("children":{"type":"array","items":{"$ref":"#/$defs/Tree"}}},"required":["name","children"],)"
            R"("additionalProperties":false}}})");
  EXPECT_TRUE(parse_value(json_schema<Sheet>()));
  EXPECT_NE(json_schema<Sheet>().find(R"("enum":["deep_red","sea_green"])"), std::string::npos);
}

TEST(Json, ReadsTextFromAddressesLoosely) {
  EXPECT_EQ(*read<int>(Value::loose("12")), 12);
  EXPECT_EQ(*read<bool>(Value::loose("true")), true);
  EXPECT_EQ(read<std::vector<int>>(Value::loose("1,2,3"))->size(), 3u);
  EXPECT_EQ(read<int>(Value::loose("12x")).error().key, "json.wrong_type");
  EXPECT_EQ(read<DateRange>(Value::loose("2027-08-01..2028-08-01"))->days(), 366);
}

}  // namespace
}  // namespace chiron::json
