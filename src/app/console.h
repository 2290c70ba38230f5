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
enum class ExitCode : int {
  done = 0,
  refused = 1,  ///< the input breaks a rule; nothing was written
  usage = 2,    ///< the command line itself is wrong
  failed = 3,   ///< disk, network or database
  bug = 4,      ///< a broken promise of our own
};

class Console {
 public:
  explicit Console(const text::Catalog& catalog) : catalog_(catalog) {}

  /// One line on standard output.
  void say(const text::Sentence& sentence) const;
  /// One line on standard error, for work that takes longer than a blink: "Reading the roster …  (1.2 s)".
  void progress(const text::Sentence& sentence);
  /// An error on standard error; returns what the program should end with.
  ExitCode report(const Error& error) const;
  /// Every problem with its file, row and column, then how many were left out.
  void list(const people::Problems& problems) const;

  const text::Catalog& catalog() const { return catalog_; }

 private:
  const text::Catalog& catalog_;
  std::int64_t started_micros_ = 0;
};

}  // namespace chiron::app
