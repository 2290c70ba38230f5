// Safe tables against an attacker who tries every table that agrees with what is shown.
#include "engines/suppression/suppression.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/random.h"

namespace chiron::suppression {
namespace {

using Cells = std::vector<std::uint32_t>;

Table random_table(SeededRandom& random, std::uint32_t rows, std::uint32_t columns, std::uint32_t most) {
  Table table{rows, columns, {}};
  const std::uint64_t zeros = random.below(6);
  for (std::uint32_t n = 0; n < rows * columns; ++n) {
    table.count.push_back(random.below(10) < zeros ? 0 : static_cast<std::uint32_t>(random.below(most + 1)));
  }
  return table;
}

std::uint32_t sum(const std::vector<std::uint32_t>& cells) {
  std::uint32_t total = 0;
  for (const std::uint32_t n : cells) total += n;
  return total;
}

/// Least and greatest value of each cell over all tables with cells up to `most` that agree with the safe table.
std::vector<Bounds> try_every_table(const SafeTable& safe, std::uint32_t most) {
  std::vector<Bounds> seen(safe.count.size(), {unbounded, 0});
  Cells cells(safe.count.size());
  const auto fits = [&](const std::optional<std::uint32_t>& shown, std::uint32_t n) {
    return shown ? *shown == n : n >= safe.hidden_at_least;
  };
  const std::function<void(std::size_t)> fill = [&](std::size_t at) {
    if (at > 0 && at % safe.columns == 0) {
      const std::size_t row = at / safe.columns - 1;
      const Cells whole(cells.begin() + static_cast<std::ptrdiff_t>(row * safe.columns),
                        cells.begin() + static_cast<std::ptrdiff_t>(at));
      if (!fits(safe.row_total[row], sum(whole))) return;
    }
    if (at == cells.size()) {
      for (std::uint32_t column = 0; column < safe.columns; ++column) {
        std::uint32_t total = 0;
        for (std::uint32_t row = 0; row < safe.rows; ++row) total += cells[row * safe.columns + column];
        if (!fits(safe.column_total[column], total)) return;
      }
      if (!fits(safe.total, sum(cells))) return;
      for (std::size_t n = 0; n < cells.size(); ++n) {
        seen[n].low = std::min(seen[n].low, cells[n]);
        seen[n].high = std::max(seen[n].high, cells[n]);
      }
      return;
    }
    if (safe.count[at]) {
      cells[at] = *safe.count[at];
      return fill(at + 1);
    }
    for (std::uint32_t n = safe.hidden_at_least; n <= most; ++n) {
      cells[at] = n;
      fill(at + 1);
    }
  };
  fill(0);
  return seen;
}

void expect_safe(const Table& table, const SafeTable& safe, std::uint32_t k) {
  const std::vector<Bounds> bounds = attack(safe);
  const std::vector<Bounds> totals = attack_totals(safe);
  const auto wide = [&](const Bounds& b) { return b.high == unbounded || b.high - b.low >= k; };
  for (std::size_t n = 0; n < table.count.size(); ++n) {
    ASSERT_LE(bounds[n].low, table.count[n]);
    ASSERT_GE(bounds[n].high, table.count[n]);
    if (safe.count[n]) {
      ASSERT_EQ(*safe.count[n], table.count[n]);
      ASSERT_TRUE(table.count[n] == 0 || table.count[n] >= k);
      ASSERT_EQ(safe.why[n], Why::shown);
    } else {
      ASSERT_NE(safe.why[n], Why::shown);
      ASSERT_TRUE(wide(bounds[n])) << "cell " << n << " lies in " << bounds[n].low << " … " << bounds[n].high;
    }
  }
  std::vector<std::optional<std::uint32_t>> shown = safe.row_total;
  shown.insert(shown.end(), safe.column_total.begin(), safe.column_total.end());
  shown.push_back(safe.total);
  for (std::size_t n = 0; n < shown.size(); ++n) {
    if (shown[n]) {
      ASSERT_TRUE(*shown[n] == 0 || *shown[n] >= k);
    } else {
      ASSERT_TRUE(wide(totals[n])) << "total " << n;
    }
  }
}

TEST(Suppress, LargeFiguresStay) {
  const SafeTable safe = suppress({1, 3, {10, 20, 30}}).value();
  EXPECT_EQ(safe.at(0, 0), 10U);
  EXPECT_EQ(safe.at(0, 2), 30U);
  EXPECT_EQ(safe.total, 60U);
  EXPECT_EQ(safe.row_total[0], 60U);
  EXPECT_EQ(safe.column_total[1], 20U);
  EXPECT_FALSE(safe.nothing_shown);
}

TEST(Suppress, ASingleSmallFigureTakesAnotherWithIt) {
  const SafeTable safe = suppress({1, 4, {3, 20, 8, 0}}).value();
  EXPECT_EQ(safe.why, (std::vector<Why>{Why::small, Why::shown, Why::complement, Why::shown}));
  EXPECT_EQ(safe.at(0, 1), 20U);
  EXPECT_EQ(safe.at(0, 3), 0U);
  EXPECT_EQ(safe.total, 31U);
}

TEST(Suppress, TwoSmallFiguresWithASmallSumAreNotEnough) {
  // 3 and 2 hidden would be 1 … 4 each: fewer than k apart.
  const SafeTable safe = suppress({1, 3, {95, 3, 2}}).value();
  EXPECT_EQ(safe.why[0], Why::complement);
  EXPECT_EQ(safe.total, 100U);
}

TEST(Suppress, ATinyTableShowsNothing) {
  const SafeTable safe = suppress({1, 2, {2, 1}}).value();
  EXPECT_TRUE(safe.nothing_shown);
  EXPECT_FALSE(safe.total.has_value());
}

TEST(Suppress, TwoWayHidesACycle) {
  const SafeTable safe = suppress({3, 3, {3, 20, 20, 20, 15, 30, 20, 30, 40}}).value();
  std::uint32_t hidden = 0;
  for (const auto& cell : safe.count) hidden += !cell;
  EXPECT_EQ(hidden, 4U);
  EXPECT_TRUE(safe.total.has_value());
  for (const auto& total : safe.row_total) EXPECT_TRUE(total.has_value());
}

TEST(Suppress, ABridgeBetweenTwoCyclesIsNotTakenForSafe) {
  // Rows 0–1 and columns 0–1 form one cycle of hidden figures, rows 2–3 and columns 2–3 another; the figure at row 1,
  // column 2 joins them: each sum around it has other hidden figures, and still it is determined.
  SafeTable table{4, 4, {}, {}, {}, 160U, {}, false, 1};
  const Cells cells = {10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10};
  table.count.assign(cells.begin(), cells.end());
  table.row_total.assign(4, 40U);
  table.column_total.assign(4, 40U);
  for (const std::size_t n : {0, 1, 4, 5, 6, 10, 11, 14, 15}) table.count[n].reset();
  const std::vector<Bounds> bounds = attack(table);
  EXPECT_EQ(bounds[6].low, 10U);
  EXPECT_EQ(bounds[6].high, 10U);
  EXPECT_EQ(bounds[0].low, 1U);
  EXPECT_EQ(bounds[0].high, 19U);
}

TEST(Suppress, EverybodyAnsweringAlikeIsHidden) {
  const Table table{2, 3, {12, 0, 0, 6, 7, 8}};
  EXPECT_EQ(suppress(table).value().at(0, 0), 12U);
  const Options answers{.k = 5, .columns_are_answers = true};
  const SafeTable safe = suppress(table, answers).value();
  EXPECT_EQ(safe.why[0], Why::all_alike);
  EXPECT_FALSE(safe.at(0, 0).has_value());
  expect_safe(table, safe, 5);
  // "All but two said the same" is hidden as well.
  EXPECT_FALSE(suppress({1, 3, {30, 2, 0}}, answers).value().at(0, 0).has_value());
}

TEST(Suppress, IdentityUsesTen) {
  const Table table{1, 3, {9, 40, 50}};
  EXPECT_EQ(suppress(table).value().at(0, 0), 9U);
  EXPECT_FALSE(suppress(table, {.k = k_identity}).value().at(0, 0).has_value());
}

TEST(Suppress, Refusals) {
  EXPECT_EQ(suppress({1, 2, {1}}).error().key, "suppression.bad_table");
  EXPECT_EQ(suppress({0, 0, {}}).error().key, "suppression.bad_table");
  EXPECT_EQ(suppress({1, 2, {4'000'000'000U, 1}}).error().key, "suppression.bad_table");
  EXPECT_EQ(suppress({1, 1, {1}}, {.k = 0}).error().key, "suppression.bad_threshold");
  EXPECT_EQ(suppress({40, 40, Cells(1600, 7)}).error().key, "suppression.too_large");
}

TEST(Suppress, TheAttackerFindsTheExactBounds) {
  for (std::uint64_t seed = 1; seed <= 250; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const std::uint32_t rows = 1 + static_cast<std::uint32_t>(random.below(3));
    const std::uint32_t columns = rows == 3 ? 2 : 2 + static_cast<std::uint32_t>(random.below(2));
    const Table table = random_table(random, rows, columns, 5);
    SafeTable safe = suppress(table, {.k = 1}).value();  // k = 1 hides nothing: hide at random instead
    for (auto* figures : {&safe.count, &safe.row_total, &safe.column_total}) {
      for (auto& figure : *figures) {
        if (random.below(3) == 0 && figure && *figure >= 1) figure.reset();
      }
    }
    if (rows == 1) {
      safe.row_total[0] = safe.total;
      safe.column_total = safe.count;
    }
    constexpr std::uint32_t most = 9;
    const std::vector<Bounds> seen = try_every_table(safe, most);
    const std::vector<Bounds> bounds = attack(safe);
    for (std::size_t n = 0; n < safe.count.size(); ++n) {
      if (bounds[n].high > most) continue;  // out of reach of the enumeration
      ASSERT_EQ(bounds[n].high, seen[n].high) << "cell " << n;
      if (std::all_of(bounds.begin(), bounds.end(), [](const Bounds& b) { return b.high <= most; })) {
        ASSERT_EQ(bounds[n].low, seen[n].low) << "cell " << n;
      }
    }
  }
}

TEST(Suppress, NoHiddenFigureCanBeRecovered) {
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom random(seed);
    const auto rows = static_cast<std::uint32_t>(1 + random.below(6));
    const auto columns = static_cast<std::uint32_t>(1 + random.below(6));
    const Table table = random_table(random, rows, columns, random.below(2) == 0 ? 12 : 60);
    Options options;
    options.k = random.below(2) == 0 ? k_program : k_identity;
    options.columns_are_answers = random.below(2) == 0;
    const SafeTable safe = suppress(table, options).value();
    expect_safe(table, safe, options.k);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace chiron::suppression
