// Settings: which source wins, where each value came from, and what is refused with which words.
#include "platform/config/config.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

namespace chiron::config {
namespace {

struct ConfigTest : testing::Test {
  ConfigTest() {
    char name[] = "/tmp/chiron-config-XXXXXX";
    directory = ::mkdtemp(name);
  }
  ~ConfigTest() override { std::filesystem::remove_all(directory); }
  Sources with_file(std::string_view text) const {
    std::ofstream(directory / "chiron.toml") << text;
    Sources sources;
    sources.file = directory / "chiron.toml";
    return sources;
  }
  std::string refusal(std::string_view text) const {
    const auto config = Config::load(with_file(text));
    return config ? "accepted" : config.error().debug_text();
  }
  std::filesystem::path directory;
};

TEST_F(ConfigTest, HasDefaults) {
  const auto config = Config::load({});
  ASSERT_TRUE(config) << config.error().debug_text();
  EXPECT_EQ(config->integer("http.port"), 8080);
  EXPECT_EQ(config->text("http.address"), "127.0.0.1");
  EXPECT_EQ(config->integer("limits.import_bytes"), 268435456);
  EXPECT_EQ(config->path("data.directory"), std::filesystem::current_path() / "chiron-data");
  EXPECT_TRUE(config->path("log.file").empty());
}

TEST_F(ConfigTest, LaterSourcesWinAndSayWhereTheyAre) {
  auto sources = with_file("[http]\nport = 1001\naddress = '::1'\nworkers = 3\n[data]\ndirectory = 'here'\n");
  sources.environment = {{"CHIRON_HTTP_PORT", "1002"}, {"CHIRON_HTTP_WORKERS", "4"}};
  sources.flags = {{"http.port", "1003"}};
  const auto config = Config::load(sources);
  ASSERT_TRUE(config) << config.error().debug_text();
  EXPECT_EQ(config->integer("http.port"), 1003);
  EXPECT_EQ(config->integer("http.workers"), 4);
  EXPECT_EQ(config->path("data.directory"), directory / "here") << "relative to the file";
  std::map<std::string, std::string> where;
  for (const auto& row : config->explain()) where[row.name] = std::string(name_of(row.origin)) + " " + row.where;
  EXPECT_EQ(where["http.port"], "flag --http.port");
  EXPECT_EQ(where["http.workers"], "environment CHIRON_HTTP_WORKERS");
  EXPECT_EQ(where["http.address"], "file chiron.toml:3:1");
  EXPECT_EQ(where["ops.port"], "default ");
}

TEST_F(ConfigTest, RefusesWithThePlaceAndTheRemedy) {
  EXPECT_EQ(refusal("[http]\nprot = 1\n"),
            "config.misspelled_setting (where=chiron.toml:2:1, name=http.prot, nearest=http.port)");
  EXPECT_EQ(refusal("[htpp]\nport = 1\n"),
            "config.misspelled_setting (where=chiron.toml:2:1, name=htpp.port, nearest=http.port)");
  EXPECT_EQ(refusal("something_else = 1\n"), "config.unknown_setting (where=chiron.toml:1:1, name=something_else)");
  EXPECT_EQ(refusal("[http]\nport = '80'\n"),
            "config.wrong_type (where=chiron.toml:2:1, name=http.port, expected=integer)");
  EXPECT_EQ(refusal("[http]\nport = 80000\n"),
            "config.out_of_range (where=chiron.toml:2:1, name=http.port, min=0, max=65535, found=80000)");
  EXPECT_EQ(refusal("[http]\naddress = 'here'\n"),
            "config.not_an_address (where=chiron.toml:2:1, name=http.address, found=here)");
  EXPECT_EQ(refusal("[http]\npublic_url = 'https://x.org/path'\n"),
            "config.not_a_url (where=chiron.toml:2:1, name=http.public_url, found=https://x.org/path)");
  EXPECT_EQ(refusal("[log]\nlevel = 'loud'\n"),
            "config.not_in_list (where=chiron.toml:2:1, name=log.level, found=loud, allowed=debug info warning error)");
  EXPECT_EQ(refusal("[http]\nport = 1\nport = 2\n").substr(0, 38), "config.malformed (where=chiron.toml:3:");
  EXPECT_EQ(refusal("[http\n").substr(0, 36), "config.malformed (where=chiron.toml:");
}

TEST_F(ConfigTest, RefusesUnknownVariablesAndFlags) {
  Sources sources;
  sources.environment = {{"CHIRON_HTTP_PROT", "1"}};
  EXPECT_EQ(Config::load(sources).error().debug_text(),
            "config.misspelled_setting (where=CHIRON_HTTP_PROT, name=http.prot, nearest=http.port)");
  sources.environment = {};
  sources.flags = {{"ops.prot", "1"}};
  EXPECT_EQ(Config::load(sources).error()["nearest"], "ops.port");
  sources.flags = {{"http.port", "12x"}};
  EXPECT_EQ(Config::load(sources).error().key, "config.wrong_type");
  sources.flags = {{"http.port", "99999999999999999999"}};
  EXPECT_EQ(Config::load(sources).error().key, "config.out_of_range");
}

TEST_F(ConfigTest, ReportsAnUnreadableFile) {
  Sources sources;
  sources.file = directory / "absent.toml";
  EXPECT_EQ(Config::load(sources).error().key, "config.unreadable");
  sources.file = directory;
  EXPECT_EQ(Config::load(sources).error().key, "config.unreadable");
}

TEST_F(ConfigTest, NeverShowsSecrets) {
  const auto config = Config::load(with_file("[database]\nurl = 'postgresql://chiron:hush@db/chiron'\n"));
  ASSERT_TRUE(config);
  EXPECT_EQ(config->text("database.url"), "postgresql://chiron:hush@db/chiron");
  for (const auto& row : config->explain()) EXPECT_EQ(row.value.find("hush"), std::string::npos);
  Sources sources;
  sources.flags = {{"database.url", "hush\nhush"}};
  EXPECT_EQ(Config::load(sources).error().debug_text().find("hush"), std::string::npos);
}

TEST_F(ConfigTest, StaysOnLoopbackWithoutTls) {
  EXPECT_EQ(refusal("[http]\naddress = '0.0.0.0'\n"), "config.open_without_tls (address=0.0.0.0)");
  EXPECT_EQ(refusal("[http]\naddress = '0.0.0.0'\ntls = 'proxy'\n"), "config.open_without_tls (address=0.0.0.0)");
  EXPECT_EQ(refusal("[http]\naddress = '0.0.0.0'\ntls = 'proxy'\npublic_url = 'https://chiron.example.org'\n"),
            "accepted");
  EXPECT_EQ(refusal("[http]\naddress = '127.0.0.2'\n"), "accepted");
}

TEST_F(ConfigTest, ReadsListsFromTheFileAndTheEnvironment) {
  auto sources = with_file("[http]\ntrusted_proxy = ['10.0.0.1', '::1']\n");
  EXPECT_EQ(Config::load(sources)->list("http.trusted_proxy"), (std::vector<std::string>{"10.0.0.1", "::1"}));
  sources.environment = {{"CHIRON_HTTP_TRUSTED_PROXY", "10.0.0.2"}};
  EXPECT_EQ(Config::load(sources)->list("http.trusted_proxy"), (std::vector<std::string>{"10.0.0.2"}));
  EXPECT_EQ(refusal("[http]\ntrusted_proxy = ['proxy.local']\n").substr(0, 21), "config.not_an_address");
}

TEST(Sources, OfACommandAreItsOwnSettingsAlone) {
  ::setenv("CHIRON_LIMITS_IMPORT_ROWS", "5", 1);
  ::setenv("CHIRON_HTTP_PROT", "8080", 1);
  const std::string limits[] = {"limits.", "database."};
  const auto own = Sources::of_process(limits).environment;
  const auto all = Sources::of_process().environment;
  ::unsetenv("CHIRON_LIMITS_IMPORT_ROWS");
  ::unsetenv("CHIRON_HTTP_PROT");
  const std::pair<std::string, std::string> rows{"CHIRON_LIMITS_IMPORT_ROWS", "5"}, slip{"CHIRON_HTTP_PROT", "8080"};
  EXPECT_EQ(own, std::vector{rows});
  EXPECT_TRUE(std::ranges::count(all, rows) == 1 && std::ranges::count(all, slip) == 1);
}

TEST(Settings, HaveNamesThatMakeDistinctVariables) {
  std::map<std::string, int> names;
  for (const auto& setting : settings()) ++names[setting.environment_name()];
  for (const auto& [name, count] : names) EXPECT_EQ(count, 1) << name;
}

}  // namespace
}  // namespace chiron::config
