// Reading chiron.toml, the environment and flags into one checked table.
#include "platform/config/config.h"

#include <arpa/inet.h>
#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

// With exceptions, as everywhere in the program: toml++ in both modes at once mixes up its classes and crashes.
#include <toml++/toml.h>

extern char** environ;

namespace chiron::config {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{1024} * 1024;
constexpr std::string_view environment_prefix = "CHIRON_";

std::string replaced(std::string_view text, char from, char to) {
  std::string result(text);
  std::ranges::replace(result, from, to);
  return result;
}

std::optional<std::size_t> index_of(std::string_view name) {
  for (std::size_t i = 0; i < std::size(table); ++i)
    if (table[i].name == name) return i;
  return std::nullopt;
}

/// Levenshtein's distance.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row[b.size()];
}

bool is_address(std::string_view text) {
  in6_addr place;
  const std::string copy(text);
  return ::inet_pton(AF_INET, copy.c_str(), &place) == 1 || ::inet_pton(AF_INET6, copy.c_str(), &place) == 1;
}

bool is_loopback(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

/// http(s)://host[:port] without path, user, query or capitals, as browsers write an origin.
bool is_origin(std::string_view text) {
  if (text.starts_with("https://")) text.remove_prefix(8);
  else if (text.starts_with("http://")) text.remove_prefix(7);
  else return false;
  if (text.empty()) return false;
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  });
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::text: return "text";
    case Kind::path: return "path";
    case Kind::integer: return "integer";
    case Kind::boolean: return "boolean";
    case Kind::address: return "address";
    case Kind::url: return "url";
    case Kind::choice: return "choice";
    case Kind::list: return "list";
  }
  return "text";
}

Error wrong(const char* key, const std::string& where, const Setting& setting) {
  return refuse(key).with("where", where).with("name", std::string(setting.name));
}

/// Checks one value in its text form; returns the number of integers and booleans.
Result<std::int64_t> check(const Setting& setting, const std::string& text, const std::string& where) {
  // A secret is never repeated, not even when it is wrong.
  const std::string found = setting.secrecy == Secrecy::secret ? "" : text;
  std::int64_t number = 0;
  if (text.find_first_of(std::string_view("\0\r\n", 3)) != std::string::npos)
    return err(wrong("config.wrong_type", where, setting).with("expected", std::string(name_of(setting.kind))));
  switch (setting.kind) {
    case Kind::integer: {
      const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (failure == std::errc::invalid_argument || end != text.data() + text.size())
        return err(wrong("config.wrong_type", where, setting).with("expected", "integer"));
      if (failure != std::errc{} || number < setting.min || number > setting.max)
        return err(wrong("config.out_of_range", where, setting)
                       .with("min", std::to_string(setting.min))
                       .with("max", std::to_string(setting.max))
                       .with("found", found));
      break;
    }
    case Kind::boolean:
      if (text != "true" && text != "false")
        return err(wrong("config.wrong_type", where, setting).with("expected", "boolean"));
      number = text == "true";
      break;
    case Kind::address:
      if (!is_address(text)) return err(wrong("config.not_an_address", where, setting).with("found", found));
      break;
    case Kind::url:
      if (!text.empty() && !is_origin(text)) return err(wrong("config.not_a_url", where, setting).with("found", found));
      break;
    case Kind::choice: {
      const std::string padded = " " + std::string(setting.choices) + " ";
      if (text.empty() || text.find(' ') != std::string::npos || padded.find(" " + text + " ") == std::string::npos)
        return err(wrong("config.not_in_list", where, setting)
                       .with("found", found)
                       .with("allowed", std::string(setting.choices)));
      break;
    }
    case Kind::list: {
      std::istringstream items(text);
      for (std::string item; std::getline(items, item, ',');)
        if (!is_address(item)) return err(wrong("config.not_an_address", where, setting).with("found", item));
      break;
    }
    case Kind::text:
    case Kind::path: break;
  }
  return number;
}

/// One value of the file, with the place it stands at.
struct Found {
  std::string name;
  std::string text;
  std::string where;
};

std::string place_of(const std::filesystem::path& file, const toml::source_region& region) {
  return fmt::format("{}:{}:{}", file.filename().string(), region.begin.line, region.begin.column);
}

Error unknown(const std::string& where, const std::string& name) {
  const std::string_view nearest = nearest_name(name);
  if (nearest.empty()) return refuse("config.unknown_setting").with("where", where).with("name", name);
  return refuse("config.misspelled_setting")
      .with("where", where)
      .with("name", name)
      .with("nearest", std::string(nearest));
}

Result<> collect(const toml::table& from, const std::string& prefix, const std::filesystem::path& file,
                 std::vector<Found>& found) {
  for (const auto& [key, node] : from) {
    const std::string name = prefix + std::string(key.str());
    const std::string where = place_of(file, key.source());
    if (const auto* section = node.as_table()) {
      const bool known =
          std::ranges::any_of(table, [&](const Setting& each) { return each.name.starts_with(name + "."); });
      if (!known) {
        // A section nobody knows: the first setting in it says more than the section's name.
        for (const auto& [first, unused] : *section)
          return err(unknown(place_of(file, first.source()), name + "." + std::string(first.str())));
        return err(unknown(where, name));
      }
      TRY(collect(*section, name + ".", file, found));
      continue;
    }
    const auto index = index_of(name);
    if (!index) return err(unknown(where, name));
    const Setting& setting = table[*index];
    const auto mistyped = [&] {
      return err(wrong("config.wrong_type", where, setting).with("expected", std::string(name_of(setting.kind))));
    };
    if (const auto text = node.value_exact<std::string>()) {
      if (setting.kind == Kind::integer || setting.kind == Kind::boolean) return mistyped();
      found.push_back({name, *text, where});
    } else if (const auto number = node.value_exact<std::int64_t>()) {
      if (setting.kind != Kind::integer) return mistyped();
      found.push_back({name, std::to_string(*number), where});
    } else if (const auto truth = node.value_exact<bool>()) {
      if (setting.kind != Kind::boolean) return mistyped();
      found.push_back({name, *truth ? "true" : "false", where});
    } else if (const auto* items = node.as_array(); items && setting.kind == Kind::list) {
      std::string joined;
      for (const auto& item : *items) {
        const auto entry = item.value_exact<std::string>();
        if (!entry) return mistyped();
        joined += (joined.empty() ? "" : ",") + *entry;
      }
      found.push_back({name, joined, where});
    } else {
      return mistyped();
    }
  }
  return {};
}

Result<std::vector<Found>> read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text(file_bytes_max + 1, '\0');
  if (!stream || std::filesystem::is_directory(path))
    return err(fail(ErrorCode::io, "config.unreadable").with("path", path.string()));
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (stream.bad() || text.size() > file_bytes_max)
    return err(fail(ErrorCode::io, "config.unreadable").with("path", path.string()));
  toml::table parsed;
  try {
    parsed = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return err(refuse("config.malformed")
                   .with("where", place_of(path, error.source()))
                   .with("why", std::string(error.description())));
  }
  std::vector<Found> found;
  TRY(collect(parsed, "", path, found));
  return found;
}

}  // namespace

std::string Setting::meaning_key() const { return "config.meaning." + replaced(name, '.', '_'); }

std::string Setting::environment_name() const {
  std::string result(environment_prefix);
  for (const char c : name) result += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return result;
}

std::string_view name_of(Origin origin) {
  switch (origin) {
    case Origin::built_in: return "default";
    case Origin::file: return "file";
    case Origin::environment: return "environment";
    case Origin::flag: return "flag";
  }
  return "default";
}

std::string_view nearest_name(std::string_view name) {
  std::string_view nearest;
  std::size_t least = std::max<std::size_t>(name.size() / 3, 1) + 1;
  for (const auto& setting : table)
    if (const std::size_t distance = edits(name, setting.name); distance < least) {
      least = distance;
      nearest = setting.name;
    }
  return nearest;
}

Sources Sources::of_process(std::span<const std::string> prefixes) {
  const auto is_wanted = [&](std::string_view variable) {
    if (prefixes.empty()) return true;
    return std::ranges::any_of(prefixes, [&](const std::string& prefix) {
      return prefix.empty() || std::ranges::any_of(table, [&](const Setting& each) {
               return each.name.starts_with(prefix) && each.environment_name() == variable;
             });
    });
  };
  Sources sources;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos && text.starts_with(environment_prefix) && is_wanted(text.substr(0, equals)))
      sources.environment.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return sources;
}

Result<Config> Config::load(const Sources& sources) {
  Config config;
  const std::filesystem::path here = std::filesystem::current_path();
  const auto set = [&](std::size_t index, const std::string& text, Origin origin, const std::string& where,
                       const std::filesystem::path& base) -> Result<> {
    const Setting& setting = table[index];
    const std::int64_t number = TRY(check(setting, text, where));
    std::string kept = text;
    if (setting.kind == Kind::path && !text.empty()) kept = (base / text).lexically_normal().string();
    config.values_[index] = Held{std::move(kept), number, origin, where};
    return {};
  };

  config.values_.resize(std::size(table));
  for (std::size_t i = 0; i < std::size(table); ++i)
    TRY(set(i, std::string(table[i].default_value), Origin::built_in, "", here));
  if (sources.file) {
    const std::filesystem::path base = std::filesystem::absolute(*sources.file).parent_path();
    const std::vector<Found> all = TRY(read_file(*sources.file));
    for (const auto& found : all) TRY(set(*index_of(found.name), found.text, Origin::file, found.where, base));
  }
  for (const auto& [name, value] : sources.environment) {
    const auto setting =
        std::ranges::find_if(table, [&](const Setting& each) { return each.environment_name() == name; });
    if (setting == std::end(table)) {
      std::string guess(name.substr(environment_prefix.size()));
      for (char& c : guess) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      if (const std::size_t line = guess.find('_'); line != std::string::npos) guess[line] = '.';
      return err(unknown(name, guess));
    }
    TRY(set(static_cast<std::size_t>(setting - std::begin(table)), value, Origin::environment, name, here));
  }
  for (const auto& [name, value] : sources.flags) {
    const auto index = index_of(name);
    if (!index) return err(unknown("--" + name, name));
    TRY(set(*index, value, Origin::flag, "--" + name, here));
  }

  // A rule over several settings (docs/foundations.md 18): beyond loopback only behind a proxy that speaks TLS.
  const std::string& address = config.text("http.address");
  if (!is_loopback(address) &&
      (config.text("http.tls") != "proxy" || !config.text("http.public_url").starts_with("https://")))
    return err(refuse("config.open_without_tls").with("address", address));
  return config;
}

std::filesystem::path Config::path(Name name) const { return text(name); }

std::vector<std::string> Config::list(Name name) const {
  std::vector<std::string> items;
  std::istringstream stream(text(name));
  for (std::string item; std::getline(stream, item, ',');) items.push_back(item);
  return items;
}

std::vector<Explained> Config::explain() const {
  std::vector<Explained> rows;
  for (std::size_t i = 0; i < std::size(table); ++i) {
    const bool hide =
        table[i].secrecy == Secrecy::secret && values_[i].origin != Origin::built_in && !values_[i].text.empty();
    rows.push_back({std::string(table[i].name), hide ? "(set)" : values_[i].text, values_[i].origin, values_[i].where,
                    table[i].meaning_key()});
  }
  return rows;
}

}  // namespace chiron::config
