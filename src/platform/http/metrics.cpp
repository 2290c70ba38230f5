// Prometheus' text format, grouped by name.
#include "platform/http/metrics.h"

#include <algorithm>

#include <fmt/format.h>

namespace chiron::http {

void Histogram::observe_us(std::int64_t us) {
  const auto place = std::ranges::lower_bound(bounds_us, us) - std::begin(bounds_us);
  buckets_[place].fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(us, std::memory_order_relaxed);
}

Counter& Metrics::counter(log::Word name, log::Word help, std::vector<Label> labels) {
  const std::lock_guard lock(mutex_);
  return *series_.emplace_back(Series{name, help, std::move(labels), std::make_unique<Counter>(), nullptr, nullptr})
              .counter;
}

Histogram& Metrics::histogram(log::Word name, log::Word help, std::vector<Label> labels) {
  const std::lock_guard lock(mutex_);
  return *series_.emplace_back(Series{name, help, std::move(labels), nullptr, std::make_unique<Histogram>(), nullptr})
              .histogram;
}

void Metrics::gauge(log::Word name, log::Word help, std::function<double()> read, std::vector<Label> labels) {
  const std::lock_guard lock(mutex_);
  series_.emplace_back(Series{name, help, std::move(labels), nullptr, nullptr, std::move(read)});
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  std::vector<const Series*> sorted;
  for (const auto& series : series_) sorted.push_back(&series);
  std::ranges::stable_sort(sorted, {}, [](const Series* series) { return series->name.text(); });
  std::string_view last;
  for (const Series* series : sorted) {
    const std::string_view name = series->name.text();
    if (name != last) {
      fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", name, series->help.text(), name,
                     series->counter ? "counter" : series->histogram ? "histogram" : "gauge");
      last = name;
    }
    std::string labels;
    for (const auto& label : series->labels)
      fmt::format_to(std::back_inserter(labels), "{}{}=\"{}\"", labels.empty() ? "" : ",", label.name.text(),
                     label.value.text());
    const std::string braces = labels.empty() ? "" : "{" + labels + "}";
    if (series->counter) {
      fmt::format_to(std::back_inserter(out), "{}{} {}\n", name, braces, series->counter->value());
    } else if (series->histogram) {
      const std::string comma = labels.empty() ? "" : labels + ",";
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < std::size(Histogram::bounds_us); ++i) {
        sum += series->histogram->buckets_[i].load(std::memory_order_relaxed);
        fmt::format_to(std::back_inserter(out), "{}_bucket{{{}le=\"{}\"}} {}\n", name, comma,
                       static_cast<double>(Histogram::bounds_us[i]) / 1e6, sum);
      }
      sum += series->histogram->buckets_[std::size(Histogram::bounds_us)].load(std::memory_order_relaxed);
      fmt::format_to(std::back_inserter(out), "{0}_bucket{{{1}le=\"+Inf\"}} {2}\n{0}_sum{3} {4}\n{0}_count{3} {2}\n",
                     name, comma, sum, braces, static_cast<double>(series->histogram->sum_us_.load()) / 1e6);
    } else {
      fmt::format_to(std::back_inserter(out), "{}{} {}\n", name, braces, series->gauge());
    }
  }
  return out;
}

}  // namespace chiron::http
