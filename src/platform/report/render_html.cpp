// The self-contained page of a Document. Markup and class names are those of web/src/document, so that one set of
// style sheets serves both; there is no script and no outside address.
#include "platform/report/render_html.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "platform/report/styles.h"

namespace chiron::report {
namespace {

std::string_view tone_name(Tone tone) {
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

std::string_view column_class(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::words: return "is-words";
    case ColumnKind::number: return "is-number";
    case ColumnKind::date: return "is-date";
    case ColumnKind::state: return "is-state";
    case ColumnKind::bar: return "is-bar";
  }
  return "is-words";
}

std::string_view priority_class(Priority priority) {
  switch (priority) {
    case Priority::title: return "on-title";
    case Priority::fact: return "on-fact";
    case Priority::detail: return "on-detail";
  }
  return "on-detail";
}

/// The drawings of web/src/components/icon/icons.json: name to path.
const std::map<std::string, std::string, std::less<>>& icons() {
  static const auto drawn = [] {
    std::map<std::string, std::string, std::less<>> out;
    const auto parsed = boost::json::parse(embedded_icons());
    for (const auto& [name, path] : parsed.as_object()) out.emplace(name, path.as_string());
    return out;
  }();
  return drawn;
}

class Page {
 public:
  Page(const text::Catalog& catalog, const HtmlOptions& options) : catalog_(catalog), options_(options) {}

  std::string render(const Document& document) {
    const std::string title = catalog_.format(document.title);
    raw("<!doctype html>\n<html lang=\"").words(catalog_.language());
    raw("\" dir=\"").raw(catalog_.direction()).raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
    raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // Even an opened file obeys a policy: nothing loads, nothing runs, nothing is sent.
    raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'\">\n");
    raw("<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light "
        "dark\">\n<title>");
    words(title);
    if (!options_.institution.empty()) raw(" – ").words(options_.institution);
    raw("</title>\n<style>\n").raw(embedded_styles()).raw("</style>\n</head>\n<body class=\"report\">\n");
    raw("<a class=\"skip-link\" href=\"#content\">").key("report.skip").raw("</a>\n");
    if (!options_.institution.empty() || options_.invented_data) {
      raw("<header class=\"report-head\">");
      if (!options_.institution.empty()) raw("<p class=\"report-place\">").words(options_.institution).raw("</p>");
      if (options_.invented_data)
        raw("<p class=\"report-invented\">").icon("attention").key("report.invented_data").raw("</p>");
      raw("</header>\n");
    }
    raw("<main id=\"content\" class=\"document\" tabindex=\"-1\">\n<header class=\"page-head\">\n<h1 "
        "class=\"page-title\">");
    words(title).raw("</h1>\n<p class=\"page-standing\">").sentence(document.standing).raw("</p>\n</header>\n");
    facts(document.facts);
    contents(document);
    heading_number_ = 0;
    blocks(document.blocks);
    raw("</main>\n");
    if (!options_.colophon.empty())
      raw("<footer class=\"report-foot\"><p>").sentence(options_.colophon).raw("</p></footer>\n");
    raw("</body>\n</html>\n");
    return std::move(out_);
  }

 private:
  Page& raw(std::string_view markup) {
    out_ += markup;
    return *this;
  }

  /// Escapes for text and for double-quoted attributes alike; control characters cannot reach the page.
  Page& words(std::string_view plain) {
    for (const char c : plain) {
      switch (c) {
        case '&': out_ += "&amp;"; break;
        case '<': out_ += "&lt;"; break;
        case '>': out_ += "&gt;"; break;
        case '"': out_ += "&quot;"; break;
        case '\'': out_ += "&#39;"; break;
        default:
          if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out_ += c;
          else out_ += "\uFFFD";
      }
    }
    return *this;
  }

  Page& sentence(const Sentence& said) { return words(catalog_.format(said)); }
  Page& key(std::string_view name) { return words(catalog_.format(name)); }

  Page& icon(std::string_view name) {
    const auto drawing = icons().find(name);
    if (drawing == icons().end()) return *this;
    return raw("<svg class=\"icon\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"")
        .raw(drawing->second)
        .raw("\"/></svg>");
  }

  Page& tone(Tone tone) { return raw("tone-").raw(tone_name(tone)); }

  void facts(const std::vector<Fact>& facts) {
    if (facts.empty()) return;
    raw("<dl class=\"facts\">\n");
    for (const auto& fact : facts) {
      raw("<div><dt>").sentence(fact.label).raw("</dt><dd>");
      value(fact.value);
      raw("</dd></div>\n");
    }
    raw("</dl>\n");
  }

  std::string heading_id(const Heading& heading) {
    ++heading_number_;
    return heading.id.empty() ? "section-" + std::to_string(heading_number_) : heading.id;
  }

  /// Links to the sections, when there are enough of them to get lost among.
  void contents(const Document& document) {
    std::vector<std::pair<std::string, const Heading*>> sections;
    heading_number_ = 0;
    for (const auto& block : document.blocks)
      if (const auto* heading = std::get_if<Heading>(&block.content)) {
        auto id = heading_id(*heading);
        if (heading->level == 2) sections.emplace_back(std::move(id), heading);
      }
    if (sections.size() < 3) return;
    raw("<nav class=\"contents\" aria-label=\"").key("report.contents").raw("\"><ol>\n");
    for (const auto& [id, heading] : sections)
      raw("<li><a href=\"#").words(id).raw("\">").sentence(heading->text).raw("</a></li>\n");
    raw("</ol></nav>\n");
  }

  void blocks(const std::vector<Block>& blocks) {
    for (const auto& block : blocks) std::visit([&](const auto& content) { this->block(content); }, block.content);
  }

  void block(const Heading& heading) {
    const int level = std::clamp(heading.level, 2, 4);
    const auto id = heading_id(heading);
    raw(fmt::format("<h{0} class=\"heading-{0}\" id=\"", level)).words(id).raw("\">");
    sentence(heading.text).raw(fmt::format("</h{}>\n", level));
  }

  void block(const Paragraph& paragraph) {
    raw("<p class=\"paragraph ").tone(paragraph.tone).raw("\">");
    if (paragraph.tone != Tone::neutral) icon(tone_name(paragraph.tone));
    sentence(paragraph.text).raw("</p>\n");
  }

  void block(const Callout& callout) {
    raw("<div class=\"callout ").tone(callout.tone).raw("\" role=\"note\">\n<p class=\"callout-title\">");
    icon(tone_name(callout.tone)).raw("<span><span class=\"visually-hidden\">");
    key(fmt::format("report.tone.{}", tone_name(callout.tone))).raw(" </span>");
    sentence(callout.title).raw("</span></p>\n");
    for (const auto& line : callout.body) raw("<p>").sentence(line).raw("</p>\n");
    if (!callout.remedy.empty())
      raw("<p class=\"callout-remedy\"><strong>")
          .key("report.remedy")
          .raw("</strong> ")
          .sentence(callout.remedy)
          .raw("</p>\n");
    raw("</div>\n");
  }

  void block(const Figures& figures) {
    raw("<dl class=\"figures\">\n");
    for (const auto& figure : figures.figures) {
      raw("<div class=\"figure ")
          .tone(figure.tone)
          .raw("\"><dt>");
      // Never color alone: the icon stands with the note, or else with the label.
      if (figure.tone != Tone::neutral && figure.note.empty()) icon(tone_name(figure.tone));
      sentence(figure.label)
          .raw("</dt><dd class=\"figure-value\">");
      if (const auto* share = std::get_if<Share>(&figure.value)) {
        raw("<span class=\"figure-number\">")
            .words(catalog_.format(share->part))
            .raw("</span> <span class=\"figure-base\">");
        sentence(Sentence("report.of_base").with("whole", share->whole)).raw("</span>");
      } else {
        raw("<span class=\"figure-number\">");
        value(figure.value);
        raw("</span>");
      }
      raw("</dd>");
      if (!figure.note.empty()) {
        raw("<dd class=\"figure-note\">");
        if (figure.tone != Tone::neutral) icon(tone_name(figure.tone));
        raw("<span>").sentence(figure.note).raw("</span></dd>");
      }
      raw("</div>\n");
    }
    raw("</dl>\n");
  }

  // The roles repeat what the elements mean, because a phone's card layout takes the meaning from the elements.
  void block(const Table& table) {
    raw("<div class=\"table-block\" id=\"").words(table.id).raw("\">\n");
    if (table.rows.empty()) {
      raw("<p class=\"table-caption\">").sentence(table.caption).raw("</p>\n<p class=\"table-empty\">");
      sentence(table.empty).raw("</p>\n</div>\n");
      return;
    }
    raw("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"caption-").words(table.id);
    raw("\">\n<table class=\"table\" role=\"table\">\n<caption id=\"caption-").words(table.id).raw("\">");
    sentence(table.caption).raw("</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
    for (const auto& column : table.columns)
      raw("<th scope=\"col\" role=\"columnheader\" class=\"")
          .raw(column_class(column.kind))
          .raw("\">")
          .sentence(column.label)
          .raw("</th>");
    raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    reason_colors_.clear();
    std::vector<std::string> labels;
    for (const auto& column : table.columns) labels.push_back(catalog_.format(column.label));
    for (const auto& row : table.rows) {
      raw("<tr role=\"row\">");
      for (std::size_t i = 0; i < row.cells.size() && i < table.columns.size(); ++i) {
        const auto& column = table.columns[i];
        const bool names_row = column.priority == Priority::title;
        raw(names_row ? "<th scope=\"row\" role=\"rowheader\"" : "<td role=\"cell\"");
        raw(" class=\"").raw(column_class(column.kind)).raw(" ").raw(priority_class(column.priority));
        raw("\" data-label=\"").words(labels[i]).raw("\">");
        value(row.cells[i]);
        raw(names_row ? "</th>" : "</td>");
      }
      raw("</tr>\n");
    }
    raw("</tbody>\n</table>\n</div>\n");
    const auto shown = static_cast<std::int64_t>(table.rows.size());
    if (table.total_rows > shown)
      raw("<p class=\"table-note\">")
          .sentence(Sentence("report.first_rows").with("shown", shown).with("total", table.total_rows))
          .raw("</p>\n");
    raw("</div>\n");
  }

  std::string number(double number, BarUnit unit) const {
    switch (unit) {
      case BarUnit::count: return catalog_.format_decimal(number, 0);
      case BarUnit::percent: return catalog_.format_percent(number, 0);
      case BarUnit::decimal: return catalog_.format_decimal(number, 2);
    }
    return {};
  }

  std::string interval(const Bar& bar, BarUnit unit) const {
    return catalog_.format(Sentence("report.interval")
                               .with("low", text::Argument(number(*bar.low, unit)))
                               .with("high", text::Argument(number(*bar.high, unit))));
  }

  static std::string percent_of(double part, double full) {
    return fmt::format("{:.2f}%", std::clamp(part / full, 0.0, 1.0) * 100);
  }

  void block(const Bars& bars) {
    double full = bars.full.value_or(bars.unit == BarUnit::percent ? 1 : 0);
    if (!bars.full && bars.unit != BarUnit::percent)
      for (const auto& bar : bars.bars)
        if (!bar.suppressed) full = std::max({full, bar.value, bar.high.value_or(0)});
    if (!(full > 0)) full = 1;
    raw("<figure class=\"bars\" id=\"").words(bars.id).raw("\">\n<figcaption>").sentence(bars.caption);
    raw("</figcaption>\n<ul class=\"bars-list\">\n");
    for (const auto& bar : bars.bars) {
      raw("<li class=\"bars-row ")
          .tone(bar.tone)
          .raw("\"><span class=\"bars-label\">")
          .sentence(bar.label)
          .raw("</span>");
      if (bar.suppressed) {
        raw("<span class=\"bars-suppressed\">").key("report.too_few").raw("</span></li>\n");
        continue;
      }
      raw("<svg class=\"bars-track\" width=\"100%\" height=\"20\" aria-hidden=\"true\">"
          "<rect class=\"bars-rail\" x=\"0\" y=\"6\" width=\"100%\" height=\"8\" rx=\"2\"/>"
          "<rect class=\"bars-fill\" x=\"0\" y=\"6\" height=\"8\" rx=\"2\" width=\"");
      raw(percent_of(bar.value, full)).raw("\"/>");
      if (bar.low && bar.high) {
        const auto low = percent_of(*bar.low, full);
        const auto high = percent_of(*bar.high, full);
        raw(fmt::format(
            "<g class=\"bars-interval\"><line x1=\"{0}\" x2=\"{1}\" y1=\"10\" y2=\"10\"/>"
            "<line x1=\"{0}\" x2=\"{0}\" y1=\"5\" y2=\"15\"/><line x1=\"{1}\" x2=\"{1}\" y1=\"5\" y2=\"15\"/></g>",
            low, high));
      }
      raw("</svg><span class=\"bars-value\">")
          .words(number(bar.value, bars.unit))
          .raw("</span><span class=\"bars-base\">");
      if (bar.base) sentence(Sentence("report.of_base").with("whole", *bar.base));
      if (bar.base && bar.low) raw(" · ");
      if (bar.low && bar.high) words(interval(bar, bars.unit));
      raw("</span></li>\n");
    }
    raw("</ul>\n<details class=\"details bars-table\"><summary>").key("report.as_table").raw("</summary>\n");
    raw("<table class=\"table is-plain\"><caption class=\"visually-hidden\">").sentence(bars.caption);
    raw("</caption><thead><tr>");
    for (const char* column : {"label", "value", "base", "interval"}) {
      raw("<th scope=\"col\"").raw(std::string_view(column) == "label" ? ">" : " class=\"is-number\">");
      key(fmt::format("report.column.{}", column)).raw("</th>");
    }
    raw("</tr></thead><tbody>\n");
    for (const auto& bar : bars.bars) {
      raw("<tr><th scope=\"row\">").sentence(bar.label).raw("</th>");
      if (bar.suppressed) {
        raw("<td class=\"is-number\" colspan=\"3\">").key("report.too_few").raw("</td></tr>\n");
        continue;
      }
      raw("<td class=\"is-number\">").words(number(bar.value, bars.unit)).raw("</td><td class=\"is-number\">");
      if (bar.base) words(catalog_.format(*bar.base));
      else value(Nothing{});
      raw("</td><td class=\"is-number\">");
      if (bar.low && bar.high) words(interval(bar, bars.unit));
      else value(Nothing{});
      raw("</td></tr>\n");
    }
    raw("</tbody></table></details>\n</figure>\n");
  }

  void block(const List& list) {
    const std::string_view element = list.kind == ListKind::ordered ? "ol" : "ul";
    raw("<").raw(element).raw(" class=\"list\">\n");
    for (const auto& item : list.items) raw("<li>").sentence(item).raw("</li>\n");
    raw("</").raw(element).raw(">\n");
  }

  void block(const Details& details) {
    raw("<details class=\"details\"><summary>")
        .sentence(details.summary)
        .raw("</summary>\n<div class=\"details-body\">\n");
    blocks(details.blocks);
    raw("</div></details>\n");
  }

  void value(const Value& value) {
    std::visit([&](const auto& content) { this->show(content); }, value);
  }
  void show(const Nothing&) {
    raw("<span class=\"nothing\"><span aria-hidden=\"true\">–</span><span class=\"visually-hidden\">");
    key("report.no_value").raw("</span></span>");
  }
  void show(const Sentence& said) { sentence(said); }
  void show(const Integer& number) { words(catalog_.format(number.value)); }
  void show(const Decimal& number) { words(catalog_.format_decimal(number.value, number.decimals)); }
  void show(const Share& share) {
    sentence(Sentence("report.share").with("part", share.part).with("whole", share.whole));
  }
  void show(Date day) { raw("<time datetime=\"").raw(day.iso()).raw("\">").words(catalog_.format(day)).raw("</time>"); }
  void show(DateRange days) { raw("<span class=\"range\">").words(catalog_.format(days)).raw("</span>"); }
  void show(const Badge& badge) {
    raw("<span class=\"badge ").tone(badge.tone).raw("\">");
    if (badge.tone != Tone::neutral) icon(tone_name(badge.tone));
    raw("<span>").sentence(badge.label).raw("</span></span>");
  }
  /// In a table the same reason keeps its color from row to row.
  std::size_t color_of(const Reason& reason) {
    return reason_colors_.emplace(catalog_.format(reason.label), reason_colors_.size()).first->second % 6 + 1;
  }

  void show(const ReasonBar& bar) {
    double sum = 0;
    for (const auto& reason : bar.reasons) sum += reason.weight;
    const double full = bar.full > 0 ? bar.full : 1;
    raw("<span class=\"reasons\"><span class=\"reasons-total\">").words(catalog_.format_percent(sum / full, 0));
    raw("</span><svg class=\"reasons-track\" width=\"100%\" height=\"8\" aria-hidden=\"true\">"
        "<rect class=\"reasons-rail\" width=\"100%\" height=\"8\" rx=\"2\"/>");
    double at = 0;
    for (std::size_t i = 0; i < bar.reasons.size(); ++i) {
      const double weight = bar.reasons[i].weight;
      const auto color = color_of(bar.reasons[i]);
      if (weight > 0)
        raw(fmt::format("<rect class=\"reason-{}\" x=\"{}\" width=\"{}\" height=\"8\"/>", color, percent_of(at, full),
                        percent_of(weight, full)));
      at += weight;
    }
    raw("</svg><span class=\"reasons-words\">");
    bool first = true;
    for (std::size_t i = 0; i < bar.reasons.size(); ++i) {
      if (!(bar.reasons[i].weight > 0)) continue;
      if (!first) raw(" ");
      first = false;
      raw(fmt::format("<span class=\"reason-word reason-{}\">", color_of(bar.reasons[i])))
          .sentence(bar.reasons[i].label)
          .raw("</span>");
    }
    raw("</span></span>");
  }

  const text::Catalog& catalog_;
  const HtmlOptions& options_;
  std::string out_;
  int heading_number_ = 0;
  std::map<std::string, std::size_t> reason_colors_;  // label -> place of its color, in the table being drawn
};

}  // namespace

std::string render_html(const Document& document, const text::Catalog& catalog, const HtmlOptions& options) {
  return Page(catalog, options).render(document);
}

}  // namespace chiron::report
