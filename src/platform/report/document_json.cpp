// The JSON of a Document, written by hand with Boost.JSON because its variants need a "kind"; see document_json.h.
#include "platform/report/document_json.h"

#include <boost/json.hpp>

namespace chiron::report {
namespace {

namespace json = boost::json;

const char* name_of(Tone tone) {
  switch (tone) {
    case Tone::neutral: return "neutral";
    case Tone::good: return "good";
    case Tone::attention: return "attention";
    case Tone::danger: return "danger";
    case Tone::unknown: return "unknown";
    case Tone::sealed: return "sealed";
  }
  return "neutral";
}

const char* name_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::words: return "words";
    case ColumnKind::number: return "number";
    case ColumnKind::date: return "date";
    case ColumnKind::state: return "state";
    case ColumnKind::bar: return "bar";
  }
  return "words";
}

const char* name_of(Priority priority) {
  switch (priority) {
    case Priority::title: return "title";
    case Priority::fact: return "fact";
    case Priority::detail: return "detail";
  }
  return "detail";
}

const char* name_of(BarUnit unit) {
  switch (unit) {
    case BarUnit::count: return "count";
    case BarUnit::percent: return "percent";
    case BarUnit::decimal: return "decimal";
  }
  return "count";
}

json::value to_json(const Sentence& sentence);
json::array to_json(const std::vector<Block>& blocks);

json::value range(DateRange days) {
  const auto side = [](Date day) -> json::value {
    if (day == Date::min() || day == Date::max()) return nullptr;
    return json::value(day.iso());
  };
  return json::object{{"from", side(days.from)}, {"to", side(days.to)}};
}

json::value to_json(const text::Argument& argument) {
  struct Visitor {
    json::value operator()(const std::string& words) const { return json::value(words); }
    json::value operator()(std::int64_t number) const { return number; }
    json::value operator()(double number) const { return number; }
    json::value operator()(Date day) const { return json::object{{"date", day.iso()}}; }
    json::value operator()(DateRange days) const { return range(days); }
    json::value operator()(const text::Word& word) const { return json::object{{"word", word.key}}; }
  };
  return std::visit(Visitor{}, argument);
}

json::value to_json(const Sentence& sentence) {
  if (sentence.empty()) return nullptr;
  json::object args;
  for (const auto& [name, argument] : sentence.args) args[name] = to_json(argument);
  return json::object{{"key", sentence.key}, {"args", std::move(args)}};
}

json::array sentences(const std::vector<Sentence>& items) {
  json::array out;
  for (const auto& item : items) out.push_back(to_json(item));
  return out;
}

json::value to_json(const Value& value) {
  struct Visitor {
    json::value operator()(const Nothing&) const { return nullptr; }
    json::value operator()(const Sentence& words) const {
      return json::object{{"kind", "words"}, {"words", to_json(words)}};
    }
    json::value operator()(const Integer& number) const {
      return json::object{{"kind", "integer"}, {"value", number.value}};
    }
    json::value operator()(const Decimal& number) const {
      return json::object{{"kind", "decimal"}, {"value", number.value}, {"decimals", number.decimals}};
    }
    json::value operator()(const Share& share) const {
      return json::object{{"kind", "share"}, {"part", share.part}, {"whole", share.whole}};
    }
    json::value operator()(Date day) const { return json::object{{"kind", "date"}, {"date", day.iso()}}; }
    json::value operator()(DateRange days) const {
      auto out = range(days).as_object();
      out["kind"] = "range";
      return out;
    }
    json::value operator()(const Badge& badge) const {
      return json::object{{"kind", "badge"}, {"tone", name_of(badge.tone)}, {"label", to_json(badge.label)}};
    }
    json::value operator()(const ReasonBar& bar) const {
      json::array reasons;
      for (const auto& reason : bar.reasons)
        reasons.push_back(json::object{{"label", to_json(reason.label)}, {"weight", reason.weight}});
      return json::object{{"kind", "reasons"}, {"reasons", std::move(reasons)}, {"full", bar.full}};
    }
  };
  return std::visit(Visitor{}, value);
}

json::value optional(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

struct BlockVisitor {
  json::object operator()(const Heading& heading) const {
    return {{"kind", "heading"}, {"text", to_json(heading.text)}, {"level", heading.level}, {"id", heading.id}};
  }
  json::object operator()(const Paragraph& paragraph) const {
    return {{"kind", "paragraph"}, {"text", to_json(paragraph.text)}, {"tone", name_of(paragraph.tone)}};
  }
  json::object operator()(const Callout& callout) const {
    return {{"kind", "callout"},
            {"tone", name_of(callout.tone)},
            {"title", to_json(callout.title)},
            {"body", sentences(callout.body)},
            {"remedy", to_json(callout.remedy)}};
  }
  json::object operator()(const Figures& figures) const {
    json::array items;
    for (const auto& figure : figures.figures)
      items.push_back(json::object{{"label", to_json(figure.label)},
                                   {"value", to_json(figure.value)},
                                   {"note", to_json(figure.note)},
                                   {"tone", name_of(figure.tone)}});
    return {{"kind", "figures"}, {"figures", std::move(items)}};
  }
  json::object operator()(const Table& table) const {
    json::array columns;
    for (const auto& column : table.columns)
      columns.push_back(json::object{{"id", column.id},
                                     {"label", to_json(column.label)},
                                     {"kind", name_of(column.kind)},
                                     {"priority", name_of(column.priority)}});
    json::array rows;
    rows.reserve(table.rows.size());
    for (const auto& row : table.rows) {
      json::array cells;
      for (const auto& cell : row.cells) cells.push_back(to_json(cell));
      rows.push_back(std::move(cells));
    }
    return {{"kind", "table"},
            {"id", table.id},
            {"caption", to_json(table.caption)},
            {"columns", std::move(columns)},
            {"rows", std::move(rows)},
            {"total_rows", table.total_rows},
            {"empty", to_json(table.empty)}};
  }
  json::object operator()(const Bars& bars) const {
    json::array items;
    for (const auto& bar : bars.bars) {
      // A suppressed bar sends no number at all, whatever the feature left in it.
      if (bar.suppressed) {
        items.push_back(json::object{{"label", to_json(bar.label)}, {"suppressed", true}});
        continue;
      }
      items.push_back(json::object{{"label", to_json(bar.label)},
                                   {"value", bar.value},
                                   {"base", bar.base ? json::value(*bar.base) : json::value(nullptr)},
                                   {"low", optional(bar.low)},
                                   {"high", optional(bar.high)},
                                   {"suppressed", false},
                                   {"tone", name_of(bar.tone)}});
    }
    return {{"kind", "bars"},
            {"id", bars.id},
            {"caption", to_json(bars.caption)},
            {"unit", name_of(bars.unit)},
            {"full", optional(bars.full)},
            {"bars", std::move(items)}};
  }
  json::object operator()(const List& list) const {
    return {{"kind", "list"}, {"ordered", list.kind == ListKind::ordered}, {"items", sentences(list.items)}};
  }
  json::object operator()(const Details& details) const {
    return {{"kind", "details"}, {"summary", to_json(details.summary)}, {"blocks", to_json(details.blocks)}};
  }
};

json::array to_json(const std::vector<Block>& blocks) {
  json::array out;
  for (const auto& block : blocks) out.push_back(std::visit(BlockVisitor{}, block.content));
  return out;
}

}  // namespace

std::string document_json(const Document& document) {
  json::array facts;
  for (const auto& fact : document.facts)
    facts.push_back(json::object{{"label", to_json(fact.label)}, {"value", to_json(fact.value)}});
  return json::serialize(json::object{{"title", to_json(document.title)},
                                      {"standing", to_json(document.standing)},
                                      {"facts", std::move(facts)},
                                      {"blocks", to_json(document.blocks)}});
}

std::string sentence_json(const Sentence& sentence) { return json::serialize(to_json(sentence)); }

}  // namespace chiron::report
