// The operator's settings: one table as data, three sources. A later source wins:
// default < chiron.toml < environment (CHIRON_HTTP_PORT) < flags (--http.port 8081).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace chiron::config {

enum class Kind : std::uint8_t {
  text,
  path,     ///< a directory or file; relative ones count from the configuration file's directory
  integer,  ///< between min and max
  boolean,  ///< true or false
  address,  ///< an IPv4 or IPv6 address, without port
  url,      ///< http(s)://host[:port], no path
  choice,   ///< one of `choices`, separated by spaces
  list,     ///< addresses or networks separated by commas
};

/// Secrets are shown as "(set)" by explain().
enum class Secrecy : std::uint8_t { open, secret };

/// One row of the table.
struct Setting {
  std::string_view name;  ///< "http.port": section.key in chiron.toml, CHIRON_HTTP_PORT in the environment
  Kind kind;
  std::string_view default_value;  ///< in text form; "" means unset
  std::int64_t min = 0;            ///< integers only
  std::int64_t max = 0;
  std::string_view choices = {};
  Secrecy secrecy = Secrecy::open;
  /// Key of the sentence that says what it is for: "config.meaning." + name with '_' for '.'.
  std::string meaning_key() const;
  /// "CHIRON_HTTP_PORT".
  std::string environment_name() const;
};

inline constexpr Setting table[] = {
    {"data.directory", Kind::path, "chiron-data"},
    {"database.url", Kind::text, "sqlite", 0, 0, {}, Secrecy::secret},
    {"help.page", Kind::path, ""},
    {"http.address", Kind::address, "127.0.0.1"},
    {"http.port", Kind::integer, "8080", 0, 65535},
    {"http.public_url", Kind::url, ""},
    {"http.trusted_proxy", Kind::list, ""},
    {"http.tls", Kind::choice, "none", 0, 0, "none proxy"},
    {"http.workers", Kind::integer, "0", 0, 256},
    {"http.connections_max", Kind::integer, "10000", 16, 1'000'000},
    {"ops.port", Kind::integer, "8081", 0, 65535},
    {"limits.import_bytes", Kind::integer, "268435456", 1024, 1LL << 40},
    {"limits.import_rows", Kind::integer, "2000000", 1, 1'000'000'000},
    {"log.level", Kind::choice, "info", 0, 0, "debug info warning error"},
    {"log.file", Kind::path, ""},
    {"mail.from", Kind::text, ""},
    {"mail.smtp_host", Kind::text, ""},
    {"mail.smtp_port", Kind::integer, "587", 1, 65535},
    {"mail.smtp_tls", Kind::choice, "starttls", 0, 0, "none starttls tls"},
    {"mail.smtp_user", Kind::text, ""},
    {"mail.smtp_password", Kind::text, "", 0, 0, {}, Secrecy::secret},
    {"mail.smtp_ca", Kind::path, ""},
};
inline std::span<const Setting> settings() { return table; }

/// A setting's name, checked when compiled: `config.integer("http.port")`; a misspelled name does not build.
class Name {
 public:
  consteval Name(const char* literal) : index_(index_of(literal)) {}  // NOLINT: implicit on purpose
  constexpr std::size_t index() const { return index_; }

 private:
  static consteval std::size_t index_of(std::string_view name) {
    for (std::size_t i = 0; i < std::size(table); ++i)
      if (table[i].name == name) return i;
    throw "no such setting";
  }
  std::size_t index_;
};

enum class Origin : std::uint8_t { built_in, file, environment, flag };
std::string_view name_of(Origin origin);

/// What `chiron config check` prints for one setting.
struct Explained {
  std::string name;
  std::string value;  ///< "(set)" for a secret that is set, "" when unset
  Origin origin;
  std::string where;  ///< "chiron.toml:3:8", "CHIRON_HTTP_PORT", "--http.port"; "" for defaults
  std::string meaning_key;
};

/// Where to read from. Tests fill it by hand; `Sources::of_process` takes the real environment.
struct Sources {
  std::optional<std::filesystem::path> file;  ///< absent: no file is read
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<std::pair<std::string, std::string>> flags;  ///< name -> value, without dashes
  /// The process's environment: everything that begins with CHIRON_, or only the settings whose names begin with one of
  /// the prefixes ("limits.").
  static Sources of_process(std::span<const std::string> prefixes = {});
};

/// All settings, read and checked. Immutable.
class Config {
 public:
  /// Refuses with "config.unreadable" (path), "config.malformed" (where, why), "config.unknown_setting" (where, name),
  /// "config.misspelled_setting" (where, name, nearest), "config.wrong_type" (where, name, expected),
  /// "config.out_of_range" (where, name, min, max, found), "config.not_in_list" (where, name, found, allowed),
  /// "config.not_an_address" and "config.not_a_url" (where, name, found),
  /// "config.open_without_tls" (address): beyond loopback only with http.tls = proxy and https in http.public_url.
  static Result<Config> load(const Sources& sources);

  const std::string& text(Name name) const { return values_[name.index()].text; }
  std::int64_t integer(Name name) const { return values_[name.index()].integer; }
  bool boolean(Name name) const { return values_[name.index()].integer != 0; }
  /// Absolute; empty when unset.
  std::filesystem::path path(Name name) const;
  std::vector<std::string> list(Name name) const;

  /// One row per setting in the table's order.
  std::vector<Explained> explain() const;

 private:
  struct Held {
    std::string text;
    std::int64_t integer = 0;
    Origin origin = Origin::built_in;
    std::string where;
  };
  std::vector<Held> values_;
};

/// The known name with the fewest edits to `name`, or "" when none is near (more than a third of it differs).
std::string_view nearest_name(std::string_view name);

}  // namespace chiron::config
