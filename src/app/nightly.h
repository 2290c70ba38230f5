// What happens at every institution's midnight: its day moves on, and every open relationship is judged again. A job,
// so that several servers do it once; asked for again and again, so that no night is lost to a server that was down.
#pragma once

#include <boost/describe.hpp>

#include "base/clock.h"
#include "base/random.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

namespace chiron::app {

inline constexpr const char* nightly_kind = "nightly";

/// The job's payload: which day of the institution begins.
struct Nightly {
  Date day;
};
BOOST_DESCRIBE_STRUCT(Nightly, (), (day))

/// Enqueues, for every institution, the job of the day that it is there now, unless it was asked for before: a day has
/// one job, whichever servers ask and however often. After downtime this is the catching up: days that passed
/// meanwhile need nothing of their own. Returns the next moment at which a day begins anywhere (the end of time when
/// there is no institution).
Result<Instant> ask_for_nights(db::Database& database, const Clock& clock, Random& random);

/// Begins the day (relationships::begin_day): moves the institution's day on, never back; its first day makes the row;
/// then judges in short writes. Programs that offer free seats by themselves are asked to. Work left from a day that is
/// over does nothing, since the day that it is now has its own. Ends with "nightly.too_early" (tried again later) when
/// the clock has gone back behind the day. Also forgets jobs that ended over ninety days ago.
jobs::Handler nightly_handler(db::Database& database, const Clock& clock, Random& random);

/// A thread that asks for nights at its start, at each midnight, when told to look, and every minute in any case.
class NightWatch {
 public:
  /// `runner` is woken when a night may be due. All must outlive the watch.
  NightWatch(db::Database& database, const Clock& clock, Random& random, jobs::Runner& runner);
  /// As stop().
  ~NightWatch();
  /// Asks at once: there may be a new institution.
  void look();
  NightWatch(const NightWatch&) = delete;
  NightWatch& operator=(const NightWatch&) = delete;
  void stop();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace chiron::app
