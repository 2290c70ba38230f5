// Errors: TRY passes values through and errors up.
#include "base/error.h"

#include <memory>

#include <gtest/gtest.h>

namespace chiron {
namespace {

Result<std::unique_ptr<int>> give(bool ok) {
  if (!ok) return err(refuse("test.no").with("row", "7"));
  return std::make_unique<int>(41);
}
Result<> check(bool ok) {
  if (!ok) return err(refuse("test.unchecked"));
  return {};
}
Result<int> use(bool ok, bool checked) {
  TRY(check(checked));
  auto value = TRY(give(ok));
  return *value + 1;
}

TEST(Try, YieldsTheValueOrReturnsTheError) {
  EXPECT_EQ(*use(true, true), 42);
  EXPECT_EQ(use(false, true).error().debug_text(), "test.no (row=7)");
  EXPECT_EQ(use(true, false).error().key, "test.unchecked");
  EXPECT_EQ(use(false, true).error()["row"], "7");
  EXPECT_EQ(use(false, true).error()["column"], "");
}

}  // namespace
}  // namespace chiron
