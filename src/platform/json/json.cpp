// Parsing with Boost.JSON's push parser into Value, which refuses duplicate names, and plain writing of numbers.
#include "platform/json/json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include <boost/json/basic_parser_impl.hpp>

namespace chiron::json {
namespace {

namespace bj = boost::json;

/// Why a handler stopped the parser. Boost's own errors have their own category.
enum class Stop { none, duplicate, nul, too_many };

/// Builds Values while Boost.JSON reads. Names of members are unique per object (RFC 8259 says SHOULD; two readers
/// that pick different ones are a way around checks, ASVS 15.3.7).
struct Builder {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit Builder(std::size_t max) : values_max(max) {}

  struct Level {
    Value value;
    std::string name;  // of the member being read
    /// Objects of more than a few members keep their names here; smaller ones are searched.
    std::unordered_set<std::string> names;
  };
  std::size_t values_max;
  std::size_t values = 0;
  std::vector<Level> levels;
  std::string text;
  Value root;
  Stop stop = Stop::none;
  std::string place;    // pointer to where it stopped
  std::string culprit;  // name of the doubled member

  bool halt(Stop why, bj::error_code& ec) {
    stop = why;
    place.clear();
    for (const auto& level : levels) {
      const bool last = &level == &levels.back();
      if (level.value.kind == Value::Kind::array) place += "/" + std::to_string(level.value.elements.size());
      else if (!(last && why == Stop::duplicate)) append_escaped(level.name);
    }
    ec = bj::error::exception;
    return false;
  }
  void append_escaped(std::string_view name) {
    place += '/';
    for (const char c : name) {
      if (c == '~') place += "~0";
      else if (c == '/') place += "~1";
      else place += c;
    }
  }

  bool put(Value value, bj::error_code& ec) {
    if (++values > values_max) return halt(Stop::too_many, ec);
    if (levels.empty()) {
      root = std::move(value);
      return true;
    }
    auto& level = levels.back();
    if (level.value.kind == Value::Kind::array) level.value.elements.push_back(std::move(value));
    else level.value.members.emplace_back(std::move(level.name), std::move(value));
    return true;
  }
  bool open(Value::Kind kind, bj::error_code& ec) {
    if (values + levels.size() > values_max) return halt(Stop::too_many, ec);
    levels.emplace_back().value.kind = kind;
    return true;
  }
  bool close(bj::error_code& ec) {
    Value value = std::move(levels.back().value);
    levels.pop_back();
    return put(std::move(value), ec);
  }
  bool add_text(bj::string_view part, bj::error_code& ec) {
    if (part.find('\0') != bj::string_view::npos) return halt(Stop::nul, ec);
    text.append(part.data(), part.size());
    return true;
  }

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code& ec) { return open(Value::Kind::object, ec); }
  bool on_object_end(std::size_t, bj::error_code& ec) { return close(ec); }
  bool on_array_begin(bj::error_code& ec) { return open(Value::Kind::array, ec); }
  bool on_array_end(std::size_t, bj::error_code& ec) { return close(ec); }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code& ec) { return add_text(part, ec); }
  bool on_key(bj::string_view part, std::size_t, bj::error_code& ec) {
    if (!add_text(part, ec)) return false;
    auto& level = levels.back();
    if (is_doubled(level, text)) {
      culprit = text;
      return halt(Stop::duplicate, ec);
    }
    level.name = std::move(text);
    text.clear();
    return true;
  }
  static bool is_doubled(Level& level, const std::string& name) {
    const auto& members = level.value.members;
    if (members.size() < 16) {
      for (const auto& member : members)
        if (member.name == name) return true;
      return false;
    }
    if (level.names.empty())
      for (const auto& member : members) level.names.insert(member.name);
    return !level.names.insert(name).second;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code& ec) { return add_text(part, ec); }
  bool on_string(bj::string_view part, std::size_t, bj::error_code& ec) {
    if (!add_text(part, ec)) return false;
    Value value;
    value.kind = Value::Kind::text;
    value.text = std::move(text);
    text.clear();
    return put(std::move(value), ec);
  }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t number, bj::string_view, bj::error_code& ec) {
    Value value;
    value.kind = Value::Kind::integer;
    value.integer = number;
    return put(std::move(value), ec);
  }
  bool on_uint64(std::uint64_t number, bj::string_view, bj::error_code& ec) {
    Value value;
    value.kind = Value::Kind::unsigned_integer;
    value.unsigned_integer = number;
    return put(std::move(value), ec);
  }
  bool on_double(double number, bj::string_view, bj::error_code& ec) {
    Value value;
    value.kind = Value::Kind::real;
    value.real = number;
    return put(std::move(value), ec);
  }
  bool on_bool(bool truth, bj::error_code& ec) {
    Value value;
    value.kind = Value::Kind::boolean;
    value.boolean = truth;
    return put(std::move(value), ec);
  }
  bool on_null(bj::error_code& ec) { return put(Value{}, ec); }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }
};

std::string_view name_of(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::null: return "null";
    case Value::Kind::boolean: return "boolean";
    case Value::Kind::integer:
    case Value::Kind::unsigned_integer: return "integer";
    case Value::Kind::real: return "number";
    case Value::Kind::text:
    case Value::Kind::loose_text: return "string";
    case Value::Kind::array: return "array";
    case Value::Kind::object: return "object";
  }
  return "null";
}

/// The length of the UTF-8 sequence at the start of the text (Unicode 15, table 3-7), 0 when it is not one.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned a = byte(0);
  if (a < 0x80) return 1;
  if (a >= 0xC2 && a <= 0xDF) return tail(1) ? 2 : 0;
  if (a >= 0xE0 && a <= 0xEF) {
    if (a == 0xE0 && byte(1) < 0xA0) return 0;
    if (a == 0xED && byte(1) > 0x9F) return 0;
    return tail(1) && tail(2) ? 3 : 0;
  }
  if (a >= 0xF0 && a <= 0xF4) {
    if (a == 0xF0 && byte(1) < 0x90) return 0;
    if (a == 0xF4 && byte(1) > 0x8F) return 0;
    return tail(1) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  out.append(buffer.data(), end);
}

template <class Number>
bool whole_number(std::string_view text, Number& number) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc{} && end == text.data() + text.size();
}

}  // namespace

// ---- Values ----

const Value* Value::find(std::string_view name) const {
  for (const auto& [own, member] : members)
    if (own == name) return &member;
  return nullptr;
}

Value Value::loose(std::string text) {
  Value value;
  value.kind = Kind::loose_text;
  value.text = std::move(text);
  return value;
}

Result<Value> parse_value(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes_max)
    return err(fail(ErrorCode::limit, "json.too_large").with("bytes_max", std::to_string(limits.bytes_max)));
  bj::parse_options options;  // no comments, no trailing commas, no invalid UTF-8
  options.max_depth = limits.depth_max;
  bj::basic_parser<Builder> parser(options, limits.values_max);
  bj::error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  if (!ec && used < text.size()) ec = bj::error::extra_data;
  auto& builder = parser.handler();
  switch (builder.stop) {
    case Stop::none: break;
    case Stop::duplicate:
      return err(refuse("json.duplicate_member").with("at", builder.place).with("name", builder.culprit));
    case Stop::nul: return err(refuse("json.nul_character").with("at", builder.place));
    case Stop::too_many:
      return err(fail(ErrorCode::limit, "json.too_many").with("values_max", std::to_string(limits.values_max)));
  }
  if (ec == bj::error::too_deep)
    return err(fail(ErrorCode::limit, "json.too_deep").with("depth_max", std::to_string(limits.depth_max)));
  if (ec) {
    std::size_t line = 1, column = 1;
    for (const char c : text.substr(0, used)) {
      if (c == '\n') {
        ++line;
        column = 1;
      } else if ((static_cast<unsigned char>(c) & 0xC0u) != 0x80u) {
        ++column;
      }
    }
    return err(refuse("json.malformed")
                   .with("line", std::to_string(line))
                   .with("column", std::to_string(column))
                   .with("why", ec.message()));
  }
  return std::move(builder.root);
}

std::string Path::pointer() const {
  if (!parent_) return "";
  std::string text = parent_->pointer() + "/";
  if (name_.data() == nullptr) return text + std::to_string(index_);
  for (const char c : name_) {
    if (c == '~') text += "~0";
    else if (c == '/') text += "~1";
    else text += c;
  }
  return text;
}

// ---- Writing ----

namespace {

/// Bytes that stand in a JSON text as they are: printable ASCII without the quote and the backslash.
constexpr std::array<bool, 256> plain_bytes = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

void write_escaped(std::string& out, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::size_t plain = 0;  // start of what can be copied as it is
  std::size_t i = 0;
  const auto flush = [&] { out.append(text.data() + plain, i - plain); };
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (plain_bytes[c]) {
      ++i;
      continue;
    }
    if (c >= 0x80) {
      if (const std::size_t length = utf8_length(text.substr(i))) {
        i += length;
        continue;
      }
      flush();
      out += "\xEF\xBF\xBD";
      plain = ++i;
      continue;
    }
    flush();
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += digits[c >> 4];
        out += digits[c & 15];
    }
    plain = ++i;
  }
  flush();
}

}  // namespace

void write_text(std::string& out, std::string_view text) {
  // Most texts need no escape: they are copied between their quotes in one step.
  std::size_t plain = 0;
  while (plain < text.size() && plain_bytes[static_cast<unsigned char>(text[plain])]) ++plain;
  const std::size_t start = out.size();
  out.append(plain + 2, '"');
  text.copy(out.data() + start + 1, plain);
  if (plain == text.size()) return;
  out.pop_back();
  write_escaped(out, text.substr(plain));
  out += '"';
}

void write_number(std::string& out, std::int64_t number) { append_number(out, number); }
void write_number(std::string& out, std::uint64_t number) { append_number(out, number); }
void write_number(std::string& out, double number) {
  if (std::isfinite(number)) append_number(out, number);
  else out += "null";
}

// ---- Readers of scalars ----

Error wrong_type(const Path& path, std::string_view expected, const Value& found) {
  return refuse("json.wrong_type")
      .with("at", path.pointer())
      .with("expected", std::string(expected))
      .with("found", std::string(name_of(found.kind)));
}
Error missing_member(const Path& path, std::string_view name) {
  return refuse("json.missing_member").with("at", path.pointer()).with("name", std::string(name));
}
Error unknown_member(const Path& path, std::string_view name) {
  return refuse("json.unknown_member").with("at", path.pointer()).with("name", std::string(name));
}
Error out_of_range(const Path& path, std::string min, std::string max) {
  return refuse("json.out_of_range").with("at", path.pointer()).with("min", std::move(min)).with("max", std::move(max));
}
Error not_in_list(const Path& path, std::string_view found, const std::vector<std::string_view>& allowed) {
  std::string list;
  for (const auto name : allowed) {
    if (!list.empty()) list += ", ";
    list += name;
  }
  return refuse("json.not_in_list")
      .with("at", path.pointer())
      .with("found", std::string(found))
      .with("allowed", std::move(list));
}
Error at_place(Error error, const Path& path) {
  if (error["at"].empty()) error.detail.push_back({"at", path.pointer()});
  else  // a nested check already said where, counted from its own struct
    for (auto& item : error.detail)
      if (item.name == "at" && !item.value.starts_with(path.pointer())) item.value = path.pointer() + item.value;
  return error;
}

Result<bool> read_boolean(const Value& value, const Path& path) {
  if (value.kind == Value::Kind::boolean) return value.boolean;
  if (value.kind == Value::Kind::loose_text && (value.text == "true" || value.text == "false"))
    return value.text == "true";
  return err(wrong_type(path, "boolean", value));
}

Result<std::int64_t> read_integer(const Value& value, const Path& path, std::int64_t min, std::int64_t max) {
  std::int64_t number = value.integer;
  if (value.kind == Value::Kind::loose_text) {
    if (!whole_number(value.text, number)) return err(wrong_type(path, "integer", value));
  } else if (value.kind == Value::Kind::unsigned_integer) {
    return err(out_of_range(path, std::to_string(min), std::to_string(max)));
  } else if (value.kind != Value::Kind::integer) {
    return err(wrong_type(path, "integer", value));
  }
  if (number < min || number > max) return err(out_of_range(path, std::to_string(min), std::to_string(max)));
  return number;
}

Result<std::uint64_t> read_unsigned(const Value& value, const Path& path, std::uint64_t max) {
  std::uint64_t number = 0;
  if (value.kind == Value::Kind::loose_text) {
    if (!whole_number(value.text, number)) return err(wrong_type(path, "integer", value));
  } else if (value.kind == Value::Kind::unsigned_integer) {
    number = value.unsigned_integer;
  } else if (value.kind == Value::Kind::integer) {
    if (value.integer < 0) return err(out_of_range(path, "0", std::to_string(max)));
    number = static_cast<std::uint64_t>(value.integer);
  } else {
    return err(wrong_type(path, "integer", value));
  }
  if (number > max) return err(out_of_range(path, "0", std::to_string(max)));
  return number;
}

Result<double> read_real(const Value& value, const Path& path) {
  switch (value.kind) {
    case Value::Kind::real: break;
    case Value::Kind::integer: return static_cast<double>(value.integer);
    case Value::Kind::unsigned_integer: return static_cast<double>(value.unsigned_integer);
    case Value::Kind::loose_text: {
      double number = 0;
      if (!whole_number(value.text, number)) return err(wrong_type(path, "number", value));
      if (std::isfinite(number)) return number;
      return err(out_of_range(path, "-1.8e308", "1.8e308"));
    }
    default: return err(wrong_type(path, "number", value));
  }
  if (!std::isfinite(value.real)) return err(out_of_range(path, "-1.8e308", "1.8e308"));
  return value.real;
}

Result<std::string> read_text(const Value& value, const Path& path) {
  if (value.kind == Value::Kind::text || value.kind == Value::Kind::loose_text) return value.text;
  return err(wrong_type(path, "string", value));
}

// RFC 3339, UTC only: 2027-08-01T09:30:00[.1 to .123456]Z. No leap seconds: POSIX time has none.
Result<Instant> read_instant(const Value& value, const Path& path) {
  const std::string text = TRY(read_text(value, path));
  const auto malformed = [&] { return err(refuse("json.malformed_instant").with("at", path.pointer())); };
  const auto two = [&](std::size_t at) {
    const char a = text[at], b = text[at + 1];
    return a < '0' || a > '9' || b < '0' || b > '9' ? 99 : (a - '0') * 10 + (b - '0');
  };
  if (text.size() < 20 || text.size() > 27 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text.back() != 'Z')
    return malformed();
  const auto date = Date::parse(std::string_view(text).substr(0, 10));
  const int hour = two(11), minute = two(14), second = two(17);
  if (!date || hour > 23 || minute > 59 || second > 59) return malformed();
  std::int64_t micros = 0;
  if (text.size() > 20) {
    if (text[19] != '.' || text.size() == 21) return malformed();
    std::int64_t unit = 100'000;
    for (std::size_t i = 20; i + 1 < text.size(); ++i, unit /= 10) {
      if (text[i] < '0' || text[i] > '9') return malformed();
      micros += (text[i] - '0') * unit;
    }
  }
  return Instant{date->days_since_epoch() * 86'400'000'000 + ((hour * 60 + minute) * 60 + second) * 1'000'000LL +
                 micros};
}

Result<std::vector<Value>> loose_elements(const Value& value, const Path&) {
  std::vector<Value> elements;
  std::string_view rest = value.text;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    elements.push_back(Value::loose(std::string(rest.substr(0, comma))));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  return elements;
}

// ---- Codecs that are no templates ----

Result<DateRange> Codec<DateRange>::read(const Value& value, const Path& path) {
  if (value.kind == Value::Kind::loose_text) {
    auto range = DateRange::parse(value.text);
    if (!range) return err(at_place(std::move(range.error()), path));
    return *range;
  }
  if (value.kind != Value::Kind::object) return err(wrong_type(path, "object", value));
  DateRange range;
  for (const auto& [name, member] : value.members) {
    const Path place(path, std::string_view(name));
    if (name == "from") range.from = TRY(Codec<Date>::read(member, place));
    else if (name == "to") range.to = TRY(Codec<Date>::read(member, place));
    else return err(unknown_member(path, name));
  }
  if (range.empty()) return err(refuse("json.empty_range").with("at", path.pointer()));
  return range;
}

void Codec<DateRange>::write(std::string& out, const DateRange& value) {
  out += '{';
  if (value.from != Date::min()) {
    out += "\"from\":";
    write_text(out, value.from.iso());
  }
  if (value.to != Date::max()) {
    if (out.back() != '{') out += ',';
    out += "\"to\":";
    write_text(out, value.to.iso());
  }
  out += '}';
}

std::string Codec<DateRange>::schema(Schemas& schemas) {
  return schemas.reference("DateRange", "chiron::DateRange", [] {
    return R"({"type":"object","description":"Half-open range of days; an absent side is open.","properties":)"
           R"({"from":{"type":"string","format":"date"},"to":{"type":"string","format":"date"}},)"
           R"("additionalProperties":false})";
  });
}

void Codec<Value>::write(std::string& out, const Value& value) {
  switch (value.kind) {
    case Value::Kind::null: out += "null"; return;
    case Value::Kind::boolean: out += value.boolean ? "true" : "false"; return;
    case Value::Kind::integer: write_number(out, value.integer); return;
    case Value::Kind::unsigned_integer: write_number(out, value.unsigned_integer); return;
    case Value::Kind::real: write_number(out, value.real); return;
    case Value::Kind::text:
    case Value::Kind::loose_text: write_text(out, value.text); return;
    case Value::Kind::array:
      out += '[';
      for (const auto& element : value.elements) {
        if (&element != &value.elements.front()) out += ',';
        write(out, element);
      }
      out += ']';
      return;
    case Value::Kind::object:
      out += '{';
      for (const auto& [name, member] : value.members) {
        if (&name != &value.members.front().name) out += ',';
        write_text(out, name);
        out += ':';
        write(out, member);
      }
      out += '}';
      return;
  }
}

namespace detail {
std::string lower_snake(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !text.empty()) text += '_';
    text += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text;
}
}  // namespace detail

}  // namespace chiron::json
