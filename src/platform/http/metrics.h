// Counters, gauges and histograms in Prometheus' text format (version 0.0.4). Names and labels stand in the source.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "platform/log/log.h"

namespace chiron::http {

class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// Counts observations in buckets of seconds: 1 ms, 5 ms, 25 ms, 100 ms, 500 ms, 2.5 s, more.
class Histogram {
 public:
  static constexpr std::int64_t bounds_us[] = {1'000, 5'000, 25'000, 100'000, 500'000, 2'500'000};
  void observe_us(std::int64_t us);

 private:
  friend class Metrics;
  std::atomic<std::uint64_t> buckets_[std::size(bounds_us) + 1]{};
  std::atomic<std::int64_t> sum_us_{0};
};

/// A registry. References stay valid as long as it lives; thread-safe.
class Metrics {
 public:
  struct Label {
    log::Word name;
    log::Word value;
  };
  Counter& counter(log::Word name, log::Word help, std::vector<Label> labels = {});
  Histogram& histogram(log::Word name, log::Word help, std::vector<Label> labels = {});
  /// Read when the text is made.
  void gauge(log::Word name, log::Word help, std::function<double()> read, std::vector<Label> labels = {});
  std::string text() const;

 private:
  struct Series {
    log::Word name, help;
    std::vector<Label> labels;
    std::unique_ptr<Counter> counter;
    std::unique_ptr<Histogram> histogram;
    std::function<double()> gauge;
  };
  mutable std::mutex mutex_;
  std::deque<Series> series_;
};

}  // namespace chiron::http
