// The committed document is the program's, and it names every route of the API.
#include "app/openapi.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "app/server.h"
#include "platform/db/testing.h"
#include "platform/json/json.h"

namespace chiron::app {
namespace {

TEST(Openapi, TheCommittedDocumentIsThisProgramsOwn) {
  std::ifstream file(CHIRON_ROOT "/docs/openapi.json");
  const std::string committed(std::istreambuf_iterator<char>(file), {});
  const auto document = openapi_document();
  ASSERT_TRUE(document) << document.error().debug_text();
  EXPECT_EQ(committed, *document) << "make it anew: ninja -C build openapi_doc && build/src/app/openapi_doc > "
                                     "docs/openapi.json, then npm run types --prefix web";
}

TEST(Openapi, EveryRouteOfTheApiIsDescribed) {
  db::testing::TemporaryDirectory directory;
  const auto database = db::Database::open(db::Location::sqlite((directory.path() / "none.db").string())).value();
  const FixedClock clock(Instant{});
  SeededRandom random(1);
  std::mutex importing;
  imports::UploadRoom room(directory.path(), clock, random);
  views::live::Hub live(clock, {}, {});
  const auto router = all_routes(
      *database, doors_of(*database, {}, {}, clock, random), {room, importing},
      std::make_shared<Suggestions>(*database, clock), views::home::Mail::not_set_up, [] {}, live);
  const auto document = json::parse_value(openapi_document().value()).value();
  for (const auto& route : router.routes()) {
    EXPECT_TRUE(route->typed) << route->pattern.text();
    EXPECT_NE(document.find("paths")->find(route->pattern.text()), nullptr) << route->pattern.text();
  }
}

}  // namespace
}  // namespace chiron::app
