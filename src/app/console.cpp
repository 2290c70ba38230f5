// Writing to the terminal.
#include "app/console.h"

#include <cstdio>

#include <fmt/format.h>

#include "base/clock.h"

namespace chiron::app {

namespace {

class Terminal final : public Lines {
 public:
  void out(std::string_view lines) override {
    std::fwrite(lines.data(), 1, lines.size(), stdout);
    std::fflush(stdout);
  }
  void err(std::string_view lines) override { std::fwrite(lines.data(), 1, lines.size(), stderr); }
};

}  // namespace

Lines& terminal() {
  static Terminal one;
  return one;
}

void Console::say(const text::Sentence& sentence) const { lines_.out(catalog_.format(sentence) + "\n"); }

void Console::warn(const text::Sentence& sentence) const { lines_.err(catalog_.format(sentence) + "\n"); }

void Console::progress(const text::Sentence& sentence) {
  const std::int64_t now = SystemClock().now().micros;
  if (started_micros_ == 0) started_micros_ = now;
  lines_.err(
      fmt::format("[{:6.1f} s] {}\n", static_cast<double>(now - started_micros_) / 1e6, catalog_.format(sentence)));
}

Result<> Console::still_heard() const {
  if (lines_.unheard()) return chiron::err(fail(ErrorCode::unavailable, "app.asker_gone"));
  return {};
}

ExitCode Console::report(const Error& error) const {
  lines_.err(catalog_.format(error) + "\n");
  switch (error.code) {
    case ErrorCode::io:
    case ErrorCode::unavailable: return ExitCode::failed;
    case ErrorCode::internal: return ExitCode::bug;
    default: return ExitCode::refused;
  }
}

void Console::list(const people::Problems& problems) const {
  std::string lines;
  for (const auto& problem : problems.list()) {
    if (problem.severity == people::Severity::note) continue;
    lines += fmt::format("{}: {}\n", catalog_.format("severity." + std::string(people::name_of(problem.severity))),
                         catalog_.format(problem.with_place()));
  }
  if (!lines.empty()) lines_.err(lines);
  if (problems.left_out() > 0) warn(text::Sentence("console.left_out").with("count", problems.left_out()));
}

}  // namespace chiron::app
