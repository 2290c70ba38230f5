// Writing to the terminal.
#include "app/console.h"

#include <cstdio>

#include "base/clock.h"

namespace chiron::app {

void Console::say(const text::Sentence& sentence) const {
  std::fputs((catalog_.format(sentence) + "\n").c_str(), stdout);
  std::fflush(stdout);
}

void Console::progress(const text::Sentence& sentence) {
  const std::int64_t now = SystemClock().now().micros;
  if (started_micros_ == 0) started_micros_ = now;
  std::fprintf(stderr, "[%6.1f s] %s\n", static_cast<double>(now - started_micros_) / 1e6,
               catalog_.format(sentence).c_str());
}

ExitCode Console::report(const Error& error) const {
  std::fprintf(stderr, "%s\n", catalog_.format(error).c_str());
  switch (error.code) {
    case ErrorCode::io:
    case ErrorCode::unavailable: return ExitCode::failed;
    case ErrorCode::internal: return ExitCode::bug;
    default: return ExitCode::refused;
  }
}

void Console::list(const people::Problems& problems) const {
  for (const auto& problem : problems.list()) {
    if (problem.severity == people::Severity::note) continue;
    std::fprintf(stderr, "%s: %s\n",
                 catalog_.format("severity." + std::string(people::name_of(problem.severity))).c_str(),
                 catalog_.format(problem.with_place()).c_str());
  }
  if (problems.left_out() > 0)
    std::fprintf(stderr, "%s\n",
                 catalog_.format(text::Sentence("console.left_out").with("count", problems.left_out())).c_str());
}

}  // namespace chiron::app
