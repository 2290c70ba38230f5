// The promises a Document makes, checked; see document.h.
#include "platform/report/document.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace chiron::report {
namespace {

bool is_anchor(const std::string& id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

class Inspector {
 public:
  std::vector<std::string> found;

  void value(const Value& value, const std::string& where) {
    if (const auto* share = std::get_if<Share>(&value)) {
      if (share->part < 0 || share->part > share->whole)
        found.push_back(fmt::format("{}: {} of {} is not a share", where, share->part, share->whole));
    } else if (const auto* decimal = std::get_if<Decimal>(&value)) {
      if (!std::isfinite(decimal->value)) found.push_back(where + ": a decimal is not a finite number");
      if (decimal->decimals < 0 || decimal->decimals > 6) found.push_back(where + ": decimals must be 0 to 6");
    } else if (const auto* bar = std::get_if<ReasonBar>(&value)) {
      double sum = 0;
      for (const auto& reason : bar->reasons) {
        if (!(reason.weight >= 0)) found.push_back(where + ": a reason's weight is negative");
        sum += reason.weight;
      }
      if (!(bar->full > 0) || sum > bar->full * (1 + 1e-9)) found.push_back(where + ": reasons exceed the whole bar");
    }
  }

  void blocks(const std::vector<Block>& blocks, const std::string& where) {
    for (std::size_t i = 0; i < blocks.size(); ++i)
      std::visit([&](const auto& content) { block(content, fmt::format("{}{}", where, i)); }, blocks[i].content);
  }

 private:
  void anchor(const std::string& id, const std::string& where) {
    if (!is_anchor(id)) found.push_back(fmt::format("{}: id \"{}\" is not [a-z0-9-]+", where, id));
    else if (!ids_.insert(id).second) found.push_back(fmt::format("{}: id \"{}\" stands twice", where, id));
  }

  void block(const Heading& heading, const std::string& where) {
    if (heading.level < 2 || heading.level > 4 || heading.level > level_ + 1)
      found.push_back(fmt::format("{}: heading level {} after level {}", where, heading.level, level_));
    level_ = heading.level;
    if (!heading.id.empty()) anchor(heading.id, where);
  }
  void block(const Paragraph&, const std::string&) {}
  void block(const List&, const std::string&) {}
  void block(const Callout& callout, const std::string& where) {
    if (callout.title.empty()) found.push_back(where + ": a callout has no title");
  }
  void block(const Figures& figures, const std::string& where) {
    if (figures.figures.empty() || figures.figures.size() > 5) found.push_back(where + ": one to five large figures");
    for (const auto& figure : figures.figures) value(figure.value, where);
  }
  void block(const Table& table, const std::string& where) {
    anchor(table.id, where);
    if (table.caption.empty()) found.push_back(where + ": a table has no caption");
    if (std::ranges::count(table.columns, Priority::title, &Column::priority) != 1)
      found.push_back(where + ": exactly one column is the title");
    if (std::ranges::count(table.columns, Priority::fact, &Column::priority) > 2)
      found.push_back(where + ": at most two columns are facts");
    std::set<std::string> columns;
    for (const auto& column : table.columns)
      if (!columns.insert(column.id).second) found.push_back(fmt::format("{}: column {} twice", where, column.id));
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      const auto& cells = table.rows[r].cells;
      if (cells.size() != table.columns.size())
        found.push_back(fmt::format("{}: row {} has {} cells, not {}", where, r, cells.size(), table.columns.size()));
      for (const auto& cell : cells) value(cell, where);
    }
    if (table.rows.empty() && table.empty.empty()) found.push_back(where + ": an empty table says nothing");
    if (table.total_rows != 0 && table.total_rows < static_cast<std::int64_t>(table.rows.size()))
      found.push_back(where + ": total_rows is less than the rows shown");
  }
  void block(const Bars& bars, const std::string& where) {
    anchor(bars.id, where);
    if (bars.caption.empty()) found.push_back(where + ": a chart has no caption");
    for (const auto& bar : bars.bars) {
      if (bar.low.has_value() != bar.high.has_value()) found.push_back(where + ": half an interval");
      if (!bar.suppressed && !std::isfinite(bar.value)) found.push_back(where + ": a bar is not a finite number");
      if (bar.low && bar.high && !(*bar.low <= bar.value && bar.value <= *bar.high))
        found.push_back(where + ": a bar lies outside its interval");
      if (bar.suppressed && (bar.value != 0 || bar.base || bar.low))
        found.push_back(where + ": a suppressed bar still carries numbers");
    }
  }
  void block(const Details& details, const std::string& where) {
    if (details.summary.empty()) found.push_back(where + ": details without a summary");
    blocks(details.blocks, where + ".");
  }

  std::set<std::string> ids_;
  int level_ = 1;
};

}  // namespace

std::vector<std::string> defects(const Document& document) {
  Inspector inspector;
  if (document.title.empty()) inspector.found.push_back("title: empty");
  if (document.standing.empty()) inspector.found.push_back("standing: empty");
  for (const auto& fact : document.facts) inspector.value(fact.value, "facts");
  inspector.blocks(document.blocks, "block ");
  return std::move(inspector.found);
}

}  // namespace chiron::report
