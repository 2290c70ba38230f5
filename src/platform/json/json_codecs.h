// The codecs behind json.h: one specialization per kind of C++ type. Included by json.h alone.
#pragma once

namespace chiron::json {

// ---- Errors ----

Error wrong_type(const Path& path, std::string_view expected, const Value& found);
Error missing_member(const Path& path, std::string_view name);
Error unknown_member(const Path& path, std::string_view name);
Error out_of_range(const Path& path, std::string min, std::string max);
Error not_in_list(const Path& path, std::string_view found, const std::vector<std::string_view>& allowed);
/// An error of the value's own kind (date, id, check) with the place added.
Error at_place(Error error, const Path& path);

Result<bool> read_boolean(const Value& value, const Path& path);
Result<std::int64_t> read_integer(const Value& value, const Path& path, std::int64_t min, std::int64_t max);
Result<std::uint64_t> read_unsigned(const Value& value, const Path& path, std::uint64_t max);
Result<double> read_real(const Value& value, const Path& path);
Result<std::string> read_text(const Value& value, const Path& path);
Result<Instant> read_instant(const Value& value, const Path& path);
/// The elements of an array or of a comma-separated text from a URL.
Result<std::vector<Value>> loose_elements(const Value& value, const Path& path);

// ---- Names of types ----

namespace detail {

template <class T>
constexpr std::string_view spelled_name() {
  constexpr std::string_view whole = __PRETTY_FUNCTION__;
#if defined(__clang__)
  constexpr std::size_t start = whole.find("T = ") + 4;
  constexpr std::size_t end = whole.find(']', start);
#else
  constexpr std::size_t start = whole.find("T = ") + 4;
  constexpr std::size_t end = whole.find_first_of(";]", start);
#endif
  constexpr std::string_view full = whole.substr(start, end - start);
  constexpr std::size_t colon = full.rfind("::");
  return colon == std::string_view::npos ? full : full.substr(colon + 2);
}

/// "RematchRequest" -> "rematch_request".
std::string lower_snake(std::string_view name);

template <class T>
constexpr bool is_described_struct = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;
template <class T>
constexpr bool is_described_enum = boost::describe::has_describe_enumerators<T>::value;
template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class T, class Visit>
void each_member(Visit visit) {
  boost::mp11::mp_for_each<Members<T>>([&](auto member) { visit(member); });
}
/// The type of the member of T that a descriptor points to.
template <class T, class D>
using TypeIn = std::remove_cvref_t<decltype(std::declval<T&>().*std::declval<D>().pointer)>;

}  // namespace detail

template <class T>
constexpr std::string_view type_name() {
  if constexpr (requires { T::json_name; }) return T::json_name;
  else return detail::spelled_name<T>();
}

template <class T>
std::string tag_name() {
  if constexpr (requires { T::json_tag; }) return std::string(T::json_tag);
  else return detail::lower_snake(type_name<T>());
}

// ---- Scalars ----

template <>
struct Codec<bool> {
  static Result<bool> read(const Value& value, const Path& path) { return read_boolean(value, path); }
  static void write(std::string& out, bool value) { out += value ? "true" : "false"; }
  static std::string schema(Schemas&) { return R"({"type":"boolean"})"; }
};

template <std::signed_integral T>
struct Codec<T> {
  static Result<T> read(const Value& value, const Path& path) {
    return static_cast<T>(TRY(read_integer(value, path, std::numeric_limits<T>::min(), std::numeric_limits<T>::max())));
  }
  static void write(std::string& out, T value) { write_number(out, static_cast<std::int64_t>(value)); }
  static std::string schema(Schemas&) {
    return sizeof(T) == 8 ? R"({"type":"integer","format":"int64"})" : R"({"type":"integer","format":"int32"})";
  }
};

template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>)
struct Codec<T> {
  static Result<T> read(const Value& value, const Path& path) {
    return static_cast<T>(TRY(read_unsigned(value, path, std::numeric_limits<T>::max())));
  }
  static void write(std::string& out, T value) { write_number(out, static_cast<std::uint64_t>(value)); }
  static std::string schema(Schemas&) { return R"({"type":"integer","minimum":0})"; }
};

template <>
struct Codec<double> {
  static Result<double> read(const Value& value, const Path& path) { return read_real(value, path); }
  static void write(std::string& out, double value) { write_number(out, value); }
  static std::string schema(Schemas&) { return R"({"type":"number"})"; }
};

template <>
struct Codec<std::string> {
  static Result<std::string> read(const Value& value, const Path& path) { return read_text(value, path); }
  static void write(std::string& out, const std::string& value) { write_text(out, value); }
  static std::string schema(Schemas&) { return R"({"type":"string"})"; }
};

template <>
struct Codec<Date> {
  static Result<Date> read(const Value& value, const Path& path) {
    auto date = Date::parse(TRY(read_text(value, path)));
    if (!date) return err(at_place(std::move(date.error()), path));
    return *date;
  }
  static void write(std::string& out, Date value) { write_text(out, value.iso()); }
  static std::string schema(Schemas&) { return R"({"type":"string","format":"date"})"; }
};

template <>
struct Codec<DateRange> {
  static Result<DateRange> read(const Value& value, const Path& path);
  static void write(std::string& out, const DateRange& value);
  static std::string schema(Schemas& schemas);
};

template <>
struct Codec<Instant> {
  static Result<Instant> read(const Value& value, const Path& path) { return read_instant(value, path); }
  static void write(std::string& out, Instant value) { write_text(out, value.iso()); }
  static std::string schema(Schemas&) { return R"({"type":"string","format":"date-time"})"; }
};

template <class Tag>
struct Codec<Id<Tag>> {
  static Result<Id<Tag>> read(const Value& value, const Path& path) {
    auto id = Id<Tag>::parse(TRY(read_text(value, path)));
    if (!id) return err(at_place(std::move(id.error()), path));
    return *id;
  }
  static void write(std::string& out, const Id<Tag>& value) {
    out += '"';
    out += value.text();
    out += '"';
  }
  static std::string schema(Schemas&) { return R"({"type":"string","pattern":"^[0-9a-hjkmnp-tv-z]{26}$"})"; }
};

/// A value passed through as it is.
template <>
struct Codec<Value> {
  static Result<Value> read(const Value& value, const Path&) { return value; }
  static void write(std::string& out, const Value& value);
  static std::string schema(Schemas&) { return "{}"; }
};

template <class T>
  requires(detail::is_described_enum<T>)
struct Codec<T> {
  static Result<T> read(const Value& value, const Path& path) {
    const std::string text = TRY(read_text(value, path));
    T result{};
    if (boost::describe::enum_from_string(text.c_str(), result)) return result;
    return err(not_in_list(path, text, names()));
  }
  static void write(std::string& out, T value) { write_text(out, boost::describe::enum_to_string(value, "?")); }
  static std::string schema(Schemas& schemas) {
    return schemas.reference(type_name<T>(), __PRETTY_FUNCTION__, [] {
      std::string text = R"({"type":"string","enum":[)";
      for (const auto name : names()) {
        if (text.back() != '[') text += ',';
        write_text(text, name);
      }
      return text + "]}";
    });
  }

 private:
  static std::vector<std::string_view> names() {
    std::vector<std::string_view> list;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto item) { list.emplace_back(item.name); });
    return list;
  }
};

// ---- Containers ----

template <class T>
struct Codec<std::optional<T>> {
  static Result<std::optional<T>> read(const Value& value, const Path& path) {
    return std::optional<T>(TRY(Codec<T>::read(value, path)));
  }
  /// Inside a struct an empty optional is left out; elsewhere (an array's element) it is null.
  static void write(std::string& out, const std::optional<T>& value) {
    if (value) Codec<T>::write(out, *value);
    else out += "null";
  }
  static std::string schema(Schemas& schemas) { return Codec<T>::schema(schemas); }
};

template <class T>
struct Codec<std::vector<T>> {
  static_assert(!detail::is_optional<T>, "an array's elements are never absent");
  static Result<std::vector<T>> read(const Value& value, const Path& path) {
    if (value.kind == Value::Kind::loose_text) {
      const auto elements = TRY(loose_elements(value, path));
      return read_all(elements, path);
    }
    if (value.kind != Value::Kind::array) return err(wrong_type(path, "array", value));
    return read_all(value.elements, path);
  }
  static void write(std::string& out, const std::vector<T>& value) {
    out += '[';
    bool first = true;
    for (const auto& element : value) {
      if (!first) out += ',';
      first = false;
      Codec<T>::write(out, element);
    }
    out += ']';
  }
  static std::string schema(Schemas& schemas) {
    return R"({"type":"array","items":)" + Codec<T>::schema(schemas) + "}";
  }

 private:
  static Result<std::vector<T>> read_all(const std::vector<Value>& elements, const Path& path) {
    std::vector<T> result;
    result.reserve(elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const Path place(path, i);
      result.push_back(TRY(Codec<T>::read(elements[i], place)));
    }
    return result;
  }
};

template <class T>
struct Codec<std::map<std::string, T>> {
  static Result<std::map<std::string, T>> read(const Value& value, const Path& path) {
    if (value.kind != Value::Kind::object) return err(wrong_type(path, "object", value));
    std::map<std::string, T> result;
    for (const auto& [name, member] : value.members) {
      const Path place(path, name);
      result.emplace(name, TRY(Codec<T>::read(member, place)));
    }
    return result;
  }
  static void write(std::string& out, const std::map<std::string, T>& value) {
    out += '{';
    for (const auto& [name, member] : value) {
      if (out.back() != '{') out += ',';
      write_text(out, name);
      out += ':';
      Codec<T>::write(out, member);
    }
    out += '}';
  }
  static std::string schema(Schemas& schemas) {
    return R"({"type":"object","additionalProperties":)" + Codec<T>::schema(schemas) + "}";
  }
};

// ---- Structs and variants ----

namespace detail {

/// Reads the members of a struct; `tag` names a member that is known besides them ("" for none).
template <class T>
Result<T> read_struct(const Value& value, const Path& path, std::string_view tag) {
  if (value.kind != Value::Kind::object) return err(wrong_type(path, "object", value));
  T result{};
  std::optional<Error> failed;
  std::size_t met = 0;
  each_member<T>([&](auto member) {
    if (failed) return;
    using M = TypeIn<T, decltype(member)>;
    const Value* found = value.find(member.name);
    if (!found) {
      if constexpr (!is_optional<M>) failed = missing_member(path, member.name);
      return;
    }
    ++met;
    const Path place(path, std::string_view(member.name));
    auto read = Codec<M>::read(*found, place);
    if (read) result.*member.pointer = std::move(*read);
    else failed = std::move(read.error());
  });
  if (failed) return err(std::move(*failed));
  if (!tag.empty() && value.find(tag)) ++met;
  if (met != value.members.size())
    for (const auto& [name, unused] : value.members) {
      bool known = !tag.empty() && name == tag;
      each_member<T>([&](auto member) { known = known || name == member.name; });
      if (!known) return err(unknown_member(path, name));
    }
  if constexpr (requires {
                  { result.check() } -> std::same_as<Result<>>;
                }) {
    auto checked = result.check();
    if (!checked) return err(at_place(std::move(checked.error()), path));
  }
  return result;
}

/// `,"name":` of a described member, spelled when the program is compiled.
template <class Member>
inline constexpr auto member_lead = [] {
  constexpr std::string_view name = Member::name;
  std::array<char, name.size() + 4> lead{};
  lead[0] = ',', lead[1] = '"';
  for (std::size_t i = 0; i < name.size(); ++i) lead[i + 2] = name[i];
  lead[name.size() + 2] = '"', lead[name.size() + 3] = ':';
  return lead;
}();

/// Appends `"name":value,…` without braces; `first` says that nothing stands before it.
template <class T>
void write_members(std::string& out, const T& value, bool first) {
  each_member<T>([&](auto member) {
    const auto& held = value.*member.pointer;
    using M = std::remove_cvref_t<decltype(held)>;
    if constexpr (is_optional<M>)
      if (!held) return;
    constexpr const auto& lead = member_lead<decltype(member)>;
    out.append(lead.data() + (first ? 1 : 0), lead.size() - (first ? 1 : 0));
    first = false;
    Codec<M>::write(out, held);
  });
}

/// The object schema of a struct; with a tag, `type` is a constant of that value.
template <class T>
std::string struct_schema(Schemas& schemas, std::string_view tag) {
  std::string properties;
  std::string required;
  const auto add = [](std::string& list, std::string_view text) {
    if (!list.empty()) list += ',';
    list += text;
  };
  const auto quoted = [](std::string_view text) {
    std::string out;
    write_text(out, text);
    return out;
  };
  if (!tag.empty()) {
    add(properties, R"("type":{"const":)" + quoted(tag) + "}");
    add(required, R"("type")");
  }
  each_member<T>([&](auto member) {
    using M = TypeIn<T, decltype(member)>;
    add(properties, quoted(member.name) + ":" + Codec<M>::schema(schemas));
    if constexpr (!is_optional<M>) add(required, quoted(member.name));
  });
  std::string text = R"({"type":"object","properties":{)" + properties + "}";
  if (!required.empty()) text += R"(,"required":[)" + required + "]";
  return text + R"(,"additionalProperties":false})";
}

}  // namespace detail

template <class T>
  requires(detail::is_described_struct<T>)
struct Codec<T> {
  static Result<T> read(const Value& value, const Path& path) { return detail::read_struct<T>(value, path, ""); }
  static void write(std::string& out, const T& value) {
    out += '{';
    detail::write_members(out, value, true);
    out += '}';
  }
  static std::string schema(Schemas& schemas) {
    return schemas.reference(type_name<T>(), __PRETTY_FUNCTION__,
                             [&] { return detail::struct_schema<T>(schemas, ""); });
  }
};

template <class... Alternatives>
struct Codec<std::variant<Alternatives...>> {
  using Variant = std::variant<Alternatives...>;
  static Result<Variant> read(const Value& value, const Path& path) {
    if (value.kind != Value::Kind::object) return err(wrong_type(path, "object", value));
    const Value* type = value.find("type");
    if (!type) return err(missing_member(path, "type"));
    const Path place(path, std::string_view("type"));
    const std::string tag = TRY(read_text(*type, place));
    std::optional<Result<Variant>> result;
    (void)((tag == tag_name<Alternatives>() ? (result = read_one<Alternatives>(value, path), true) : false) || ...);
    if (result) return *std::move(result);
    const std::string names[] = {tag_name<Alternatives>()...};
    return err(not_in_list(place, tag, {std::begin(names), std::end(names)}));
  }
  static void write(std::string& out, const Variant& value) {
    std::visit(
        [&]<class T>(const T& held) {
          out += R"({"type":)";
          write_text(out, tag_name<T>());
          detail::write_members(out, held, false);
          out += '}';
        },
        value);
  }
  static std::string schema(Schemas& schemas) {
    std::string text = R"({"oneOf":[)";
    (..., (text += (text.back() == '[' ? "" : ",") +
                   schemas.reference(std::string(type_name<Alternatives>()) + "Tagged", __PRETTY_FUNCTION__, [&] {
                     return detail::struct_schema<Alternatives>(schemas, tag_name<Alternatives>());
                   })));
    return text + R"(],"discriminator":{"propertyName":"type"}})";
  }

 private:
  template <class T>
  static Result<Variant> read_one(const Value& value, const Path& path) {
    return Variant(TRY(detail::read_struct<T>(value, path, "type")));
  }
};

// ---- The functions of json.h ----

template <class Make>
std::string Schemas::reference(std::string_view name, std::string_view type_key, Make make) {
  const std::string key(name);
  const auto [place, fresh] = type_keys_.emplace(key, type_key);
  if (fresh) {
    named_.emplace(key, "");  // a recursive type meets itself here
    std::string text = make();
    named_[key] = std::move(text);
  } else if (place->second != type_key) {
    clashes_.push_back(key);
  }
  return R"({"$ref":")" + prefix_ + key + R"("})";
}

template <class T>
Result<T> read(const Value& value) {
  const Path path;
  return Codec<T>::read(value, path);
}

template <class T>
Result<T> parse(std::string_view text, const Limits& limits) {
  const Value value = TRY(parse_value(text, limits));
  return read<T>(value);
}

template <class T>
std::string json_schema() {
  Schemas schemas("#/$defs/");
  std::string text = Codec<T>::schema(schemas);
  if (schemas.named().empty()) return text;
  text.pop_back();
  text += R"(,"$defs":{)";
  for (const auto& [name, schema] : schemas.named()) {
    if (text.back() != '{') text += ',';
    write_text(text, name);
    text += ":" + schema;
  }
  return text + "}}";
}

}  // namespace chiron::json
