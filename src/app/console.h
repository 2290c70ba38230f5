// What a command says to the person at the terminal: words from the text catalog, problems with their place,
// progress of long work. Results go to standard output, everything else to standard error.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "features/people/problem.h"
#include "platform/text/catalog.h"

namespace chiron::app {

/// What a command's end means to a script; sysexits are not used because nobody remembers them.
enum class ExitCode : std::uint8_t {
  done = 0,
  refused = 1,  ///< the input breaks a rule; nothing was written
  usage = 2,    ///< the command line itself is wrong
  failed = 3,   ///< disk, network or database
  bug = 4,      ///< a broken promise of our own
};

/// Where a command's lines go: the terminal, or over the control socket to the command that asked (remote.h).
class Lines {
 public:
  virtual ~Lines() = default;
  /// Whole lines, each with its line feed.
  virtual void out(std::string_view lines) = 0;
  virtual void err(std::string_view lines) = 0;
  /// Whether whoever asked is gone, so that nobody learns what was done.
  virtual bool unheard() const { return false; }
};
/// Standard output and standard error.
Lines& terminal();

class Console {
 public:
  explicit Console(const text::Catalog& catalog, Lines& lines = terminal()) : catalog_(catalog), lines_(lines) {}

  /// One line on standard output.
  void say(const text::Sentence& sentence) const;
  /// One line on standard error, for work that takes longer than a blink: "Reading the roster …  (1.2 s)".
  void progress(const text::Sentence& sentence);
  /// An error on standard error; returns what the program should end with.
  ExitCode report(const Error& error) const;
  /// Every problem with its file, row and column, then how many were left out.
  void list(const people::Problems& problems) const;
  /// One line on standard error.
  void warn(const text::Sentence& sentence) const;
  /// To be asked before a change: whoever was killed in the meantime wants none ("app.asker_gone", unavailable).
  Result<> still_heard() const;

  const text::Catalog& catalog() const { return catalog_; }
  Lines& lines() const { return lines_; }

 private:
  const text::Catalog& catalog_;
  Lines& lines_;
  std::int64_t started_micros_ = 0;
};

}  // namespace chiron::app
