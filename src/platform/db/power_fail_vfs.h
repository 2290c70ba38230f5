// A file system for SQLite in which the power can fail (tests only): writes that were not synchronized are lost, kept
// or torn in sectors of 512 bytes. Killing a process proves nothing about fsync; this does.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/random.h"

namespace chiron::db::testing {

/// What the simulated disk does when it is told to synchronize.
/// What one operation of a working disk may come to.
enum class DiskFault : std::uint8_t {
  io_error,
  full,  ///< no room left; a synchronization reports an I/O error instead
};

enum class DiskHonesty : std::uint8_t { honest, lies };

/// Registers itself with SQLite under `name` for as long as it lives. Files keep their real paths: what the program
/// sees is the real file; what the disk would hold after a power failure is kept beside it in memory.
class PowerFailVfs {
 public:
  explicit PowerFailVfs(std::string name, DiskHonesty honesty = DiskHonesty::honest);
  ~PowerFailVfs();
  PowerFailVfs(const PowerFailVfs&) = delete;
  PowerFailVfs& operator=(const PowerFailVfs&) = delete;

  /// The power fails at the n-th write, truncation, deletion or synchronization from now (n from 1); everything after
  /// it fails with an I/O error.
  void fail_after(std::int64_t operations);
  /// The power fails now.
  void fail_now();
  /// One write, truncation or synchronization fails, the n-th from now (counted from 1); those after it work again.
  void fail_once(std::int64_t n, DiskFault fault);
  bool failed() const;
  /// How many of the counted operations happened.
  std::int64_t operations() const;

  /// Rewrites every file as the disk might hold it, drawn from `random`, once all of SQLite's files are closed.
  void restore_power(SeededRandom& random);

  struct Inside;

 private:
  std::unique_ptr<Inside> inside_;
};

}  // namespace chiron::db::testing
