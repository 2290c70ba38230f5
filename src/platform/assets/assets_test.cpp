// Embedded files are the files, byte for byte; a directory that was not built gives an empty table.
#include <gtest/gtest.h>

#include "assets/no_assets.h"
#include "assets/test_assets.h"

namespace chiron::assets {
namespace {

TEST(Assets, HoldsTheFilesOfADirectory) {
  const Table& table = test_assets();
  ASSERT_EQ(table.all().size(), 3u);
  const Asset* script = table.find("/app.js");
  ASSERT_TRUE(script);
  EXPECT_EQ(script->bytes, "console.log(1)\n");
  EXPECT_EQ(script->brotli, "brotli stands here");
  EXPECT_EQ(script->gzip, "");
  EXPECT_EQ(script->sha256.size(), 64u);
  EXPECT_EQ(script->content_type(), "text/javascript; charset=utf-8");
  EXPECT_FALSE(script->named_by_content());
  EXPECT_EQ(table.find("/odd.bin")->bytes, std::string_view("a\0b\"\\", 5));
  EXPECT_EQ(table.find("/app.js.br"), nullptr);
  EXPECT_EQ(table.find("/nothing"), nullptr);
  EXPECT_TRUE(table.find("/assets/data-a1B2c3D4.json")->named_by_content());
}

TEST(Assets, IsEmptyWithoutADirectory) { EXPECT_TRUE(no_assets().all().empty()); }

TEST(Assets, KnowsNamesThatCarryAHash) {
  const auto named = [](std::string_view path) { return Asset{path, "", "", "", ""}.named_by_content(); };
  EXPECT_TRUE(named("/assets/index-BX3f9a2c.js"));
  EXPECT_TRUE(named("/assets/index-B_3f-a2c.css"));
  EXPECT_FALSE(named("/index-BX3f9a2c.js")) << "only what the build puts into assets/";
  EXPECT_FALSE(named("/assets/index.js"));
  EXPECT_FALSE(named("/assets/learners-pictures.js"));
}

}  // namespace
}  // namespace chiron::assets
