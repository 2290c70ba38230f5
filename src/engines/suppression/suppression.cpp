// Cell suppression with an exact audit (confidentiality.md 5.1.2–3): hide small figures, look at the table as an
// attacker would, hide more until every hidden figure could be any of at least k values.
#include "engines/suppression/suppression.h"

#include <algorithm>
#include <array>
#include <string>

#include "engines/suppression/circulation.h"

namespace chiron::suppression {
namespace {

/// More than any table holds; stands for "no limit".
constexpr std::int64_t far_away = std::int64_t{1} << 40;

/// The figures of a table in one list: cells row by row, row totals, column totals, grand total. A table with one row
/// (or one column) has no column (row) totals of its own: they are its cells.
class Layout {
 public:
  Layout(std::uint32_t rows, std::uint32_t columns) : rows_(rows), columns_(columns) {}

  bool one_way() const { return rows_ == 1 || columns_ == 1; }
  std::uint32_t cells() const { return rows_ * columns_; }
  std::uint32_t row_total(std::uint32_t row) const { return cells() + row; }
  std::uint32_t column_total(std::uint32_t column) const { return cells() + rows_ + column; }
  std::uint32_t total() const { return one_way() ? cells() : cells() + rows_ + columns_; }
  std::uint32_t size() const { return total() + 1; }

  /// Each figure's arc: tail and head. Nodes: 0 = where the total is split into rows, 1 = where columns meet.
  std::pair<std::uint32_t, std::uint32_t> arc(std::uint32_t figure) const {
    if (figure == total()) return {1, 0};
    if (one_way()) return {0, 1};
    if (figure < cells()) return {2 + figure / columns_, 2 + rows_ + figure % columns_};
    if (figure < cells() + rows_) return {0, 2 + figure - cells()};
    return {2 + figure - cells(), 1};
  }
  std::uint32_t nodes() const { return one_way() ? 2 : 2 + rows_ + columns_; }

 private:
  std::uint32_t rows_;
  std::uint32_t columns_;
};

using Shown = std::vector<std::optional<std::uint32_t>>;

std::vector<Bounds> bounds_of(const Layout& layout, const Shown& shown, std::uint32_t hidden_at_least) {
  Circulation circulation(layout.nodes());
  for (std::uint32_t f = 0; f < layout.size(); ++f) {
    const auto [from, to] = layout.arc(f);
    const std::int64_t low = shown[f] ? *shown[f] : hidden_at_least;
    circulation.add(from, to, low, shown[f] ? low : far_away);
  }
  std::vector<Bounds> bounds(layout.size());
  const bool possible = circulation.balance();
  for (std::uint32_t f = 0; f < layout.size(); ++f) {
    if (shown[f]) {
      bounds[f] = {*shown[f], *shown[f]};
    } else if (possible) {
      const std::int64_t high = circulation.greatest(f);
      const std::int64_t low = circulation.least(f);
      bounds[f].low = static_cast<std::uint32_t>(low);
      bounds[f].high = high >= far_away / 2 ? unbounded : static_cast<std::uint32_t>(high);
    }
  }
  return bounds;
}

Shown shown_in(const Layout& layout, const SafeTable& table) {
  Shown shown(table.count.begin(), table.count.end());
  if (!layout.one_way()) {
    shown.insert(shown.end(), table.row_total.begin(), table.row_total.end());
    shown.insert(shown.end(), table.column_total.begin(), table.column_total.end());
  }
  shown.push_back(table.total);
  return shown;
}

class Suppressor {
 public:
  Suppressor(const Table& table, const Options& options)
      : table_(table), options_(options), layout_(table.rows, table.columns), value_(layout_.size(), 0) {
    for (std::uint32_t row = 0; row < table.rows; ++row) {
      for (std::uint32_t column = 0; column < table.columns; ++column) {
        const std::uint32_t n = table.at(row, column);
        value_[row * table.columns + column] = n;
        value_[layout_.total()] += n;
        if (layout_.one_way()) continue;
        value_[layout_.row_total(row)] += n;
        value_[layout_.column_total(column)] += n;
      }
    }
    why_.assign(layout_.size(), Why::shown);
  }

  SafeTable run() {
    hide_small();
    if (options_.columns_are_answers) hide_all_alike();
    while (const auto exposed = first_exposed()) hide_beside(*exposed);
    show_again();
    return result();
  }

 private:
  bool hidden(std::uint32_t figure) const { return why_[figure] != Why::shown; }
  bool is_total(std::uint32_t figure) const { return figure >= layout_.cells(); }
  std::uint32_t hidden_at_least() const { return options_.columns_are_answers ? 0 : 1; }

  void hide_small() {
    for (std::uint32_t f = 0; f < layout_.size(); ++f) {
      if (value_[f] > 0 && value_[f] < options_.k) why_[f] = Why::small;
    }
  }

  /// Where all people of a row, or all but fewer than k, gave one answer, showing it would tell what each of them said.
  void hide_all_alike() {
    for (std::uint32_t row = 0; row < table_.rows; ++row) {
      std::uint64_t sum = 0;
      for (std::uint32_t column = 0; column < table_.columns; ++column) sum += table_.at(row, column);
      for (std::uint32_t column = 0; column < table_.columns && table_.columns > 1; ++column) {
        const std::uint32_t n = table_.at(row, column);
        const std::uint32_t f = row * table_.columns + column;
        if (n > 0 && sum - n < options_.k && !hidden(f)) why_[f] = Why::all_alike;
      }
    }
  }

  Shown shown() const {
    Shown shown(layout_.size());
    for (std::uint32_t f = 0; f < layout_.size(); ++f) {
      if (!hidden(f)) shown[f] = value_[f];
    }
    return shown;
  }

  /// How many hidden figures each sum has.
  std::vector<std::uint32_t> hidden_at() const {
    std::vector<std::uint32_t> count(layout_.nodes(), 0);
    for (std::uint32_t f = 0; f < layout_.size(); ++f) {
      if (!hidden(f)) continue;
      ++count[layout_.arc(f).first];
      ++count[layout_.arc(f).second];
    }
    return count;
  }

  /// A hidden figure that an attacker could pin down; first of all one that stands alone in a sum.
  std::optional<std::uint32_t> first_exposed() const {
    const std::vector<Bounds> bounds = bounds_of(layout_, shown(), hidden_at_least());
    const std::vector<std::uint32_t> count = hidden_at();
    std::optional<std::uint32_t> exposed;
    for (std::uint32_t f = 0; f < layout_.size(); ++f) {
      if (!hidden(f) || bounds[f].high == unbounded || bounds[f].high - bounds[f].low >= options_.k) continue;
      const auto [tail, head] = layout_.arc(f);
      if (count[tail] == 1 || count[head] == 1) return f;
      if (!exposed) exposed = f;
    }
    return exposed;
  }

  /// Hides one more figure: best one that shares a sum with the exposed figure and joins lonely ones; cells before
  /// zeros before totals, the smallest first.
  void hide_beside(std::uint32_t exposed) {
    const auto [from, to] = layout_.arc(exposed);
    const std::vector<std::uint32_t> count = hidden_at();
    // Smaller is better: shares a sum (the one in which the exposed figure is alone, if any), kind of figure, lonely
    // figures joined, value, position.
    using Rank = std::array<std::uint64_t, 5>;
    const bool alone = count[from] == 1 || count[to] == 1;
    std::optional<Rank> best;
    for (std::uint32_t f = 0; f < layout_.size(); ++f) {
      if (hidden(f)) continue;
      if (value_[f] == 0 && !options_.columns_are_answers) continue;
      const auto [tail, head] = layout_.arc(f);
      bool shares = false;
      std::uint64_t lonely = 0;
      for (const std::uint32_t node : {tail, head}) {
        shares = shares || ((node == from || node == to) && (!alone || count[node] == 1));
        lonely += count[node] == 1;
      }
      const std::uint64_t kind = f == layout_.total() ? 3 : is_total(f) ? 2 : value_[f] == 0 ? 1 : 0;
      const Rank rank = {shares ? 0U : 1U, kind, 2 - lonely, value_[f], f};
      if (!best || rank < *best) best = rank;
    }
    if (best) {
      why_[(*best)[4]] = Why::complement;
    } else {  // only zeros are left in sight: they may not be hidden one by one, so nothing is shown at all
      for (std::uint32_t f = 0; f < layout_.size(); ++f) {
        if (!hidden(f)) why_[f] = Why::complement;
      }
      nothing_shown_ = true;
    }
  }

  /// Complements that turned out not to be needed are shown again, the largest first.
  void show_again() {
    if (nothing_shown_ || hidden(layout_.total())) return;
    std::vector<std::uint32_t> complements;
    for (std::uint32_t f = 0; f < layout_.size(); ++f) {
      if (why_[f] == Why::complement) complements.push_back(f);
    }
    std::stable_sort(complements.begin(), complements.end(), [&](std::uint32_t a, std::uint32_t b) {
      return is_total(a) != is_total(b) ? is_total(a) : value_[a] > value_[b];
    });
    for (const std::uint32_t f : complements) {
      why_[f] = Why::shown;
      if (first_exposed()) why_[f] = Why::complement;
    }
  }

  SafeTable result() const {
    SafeTable safe;
    safe.rows = table_.rows;
    safe.columns = table_.columns;
    safe.hidden_at_least = nothing_shown_ ? 0 : hidden_at_least();
    safe.why.assign(why_.begin(), why_.begin() + layout_.cells());
    const Shown figures = shown();
    safe.count.assign(figures.begin(), figures.begin() + layout_.cells());
    safe.total = figures[layout_.total()];
    for (std::uint32_t row = 0; row < table_.rows; ++row) {
      safe.row_total.push_back(!layout_.one_way() ? figures[layout_.row_total(row)]
                               : table_.rows == 1 ? safe.total
                                                  : figures[row]);
    }
    for (std::uint32_t column = 0; column < table_.columns; ++column) {
      safe.column_total.push_back(!layout_.one_way() ? figures[layout_.column_total(column)]
                                  : table_.rows == 1 ? figures[column]
                                                     : safe.total);
    }
    safe.nothing_shown = std::none_of(figures.begin(), figures.end(), [](const auto& f) { return f && *f > 0; });
    return safe;
  }

  const Table& table_;
  const Options& options_;
  Layout layout_;
  std::vector<std::uint32_t> value_;
  std::vector<Why> why_;
  bool nothing_shown_ = false;
};

}  // namespace

Result<SafeTable> suppress(const Table& table, const Options& options) {
  if (options.k < 1 || options.k > 1'000) {
    return err(refuse("suppression.bad_threshold").with("k", std::to_string(options.k)));
  }
  const std::uint64_t cells = std::uint64_t{table.rows} * table.columns;
  if (cells > max_cells) {
    return err(fail(ErrorCode::limit, "suppression.too_large")
                   .with("cells", std::to_string(cells))
                   .with("limit", std::to_string(max_cells)));
  }
  if (cells == 0 || table.count.size() != cells) {
    return err(fail(ErrorCode::internal, "suppression.bad_table").with("what", "count"));
  }
  std::uint64_t sum = 0;
  for (const std::uint32_t n : table.count) sum += n;
  if (sum > 1'000'000'000) {
    return err(fail(ErrorCode::internal, "suppression.bad_table").with("what", "sum"));
  }
  return Suppressor(table, options).run();
}

std::vector<Bounds> attack(const SafeTable& table) {
  const Layout layout(table.rows, table.columns);
  std::vector<Bounds> bounds = bounds_of(layout, shown_in(layout, table), table.hidden_at_least);
  bounds.resize(layout.cells());
  return bounds;
}

std::vector<Bounds> attack_totals(const SafeTable& table) {
  const Layout layout(table.rows, table.columns);
  const std::vector<Bounds> all = bounds_of(layout, shown_in(layout, table), table.hidden_at_least);
  std::vector<Bounds> totals;
  for (std::uint32_t row = 0; row < table.rows; ++row) {
    totals.push_back(all[!layout.one_way() ? layout.row_total(row) : table.rows == 1 ? layout.total() : row]);
  }
  for (std::uint32_t column = 0; column < table.columns; ++column) {
    totals.push_back(all[!layout.one_way() ? layout.column_total(column) : table.rows == 1 ? column : layout.total()]);
  }
  totals.push_back(all[layout.total()]);
  return totals;
}

}  // namespace chiron::suppression
