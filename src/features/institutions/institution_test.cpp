// Which institutions are valid.
#include "features/institutions/institution.h"

#include <gtest/gtest.h>

namespace chiron::institutions {
namespace {

TEST(Institution, IsValidOrRefused) {
  struct Case {
    const char* slug;
    std::string name;
    const char* zone;
    const char* key;
  };
  const Case cases[] = {
      {"st-elsewhere", "St. Elsewhere", "America/New_York", ""},
      {"a2", "Ä", "UTC", ""},
      {"ok", std::string(200, 'x'), "Etc/GMT+5", ""},
      {"a", "x", "UTC", "institutions.slug"},
      {"Ab", "x", "UTC", "institutions.slug"},
      {"2ab", "x", "UTC", "institutions.slug"},
      {"ab-", "x", "UTC", "institutions.slug"},
      {"a/b", "x", "UTC", "institutions.slug"},
      {"ok", "", "UTC", "institutions.name"},
      {"ok", "   ", "UTC", "institutions.name"},
      {"ok", std::string(201, 'x'), "UTC", "institutions.name"},
      {"ok", "x", "", "institutions.time_zone"},
      {"ok", "x", "../etc/passwd", "institutions.time_zone"},
      {"ok", "x", "Europe//Paris", "institutions.time_zone"},
  };
  for (const auto& c : cases) {
    auto made = Institution::of(InstitutionId(), c.slug, c.name, c.zone, Mode::demo);
    EXPECT_EQ(made ? "" : made.error().key, c.key) << c.slug << " " << c.name << " " << c.zone;
  }
}

TEST(Mode, NamesGoBothWays) {
  for (const Mode mode : {Mode::demo, Mode::production}) EXPECT_EQ(mode_of(name_of(mode)).value(), mode);
  EXPECT_EQ(mode_of("Demo").error().key, "institutions.mode");
}

}  // namespace
}  // namespace chiron::institutions
