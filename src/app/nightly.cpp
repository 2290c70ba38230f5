// The nightly job and the watch that asks for it.
#include "app/nightly.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

#include "app/report_jobs.h"
#include "features/institutions/institution_store.h"
#include "features/letters/letter_actions.h"
#include "features/match_runs/waiting_actions.h"
#include "features/relationships/relationship_jobs.h"
#include "platform/json/json.h"
#include "platform/text/zone.h"

namespace chiron::app {
namespace {

constexpr int forgotten_in_one_write = 200;
constexpr std::int64_t remembered_ms = 90LL * 24 * 3'600'000;
constexpr std::int64_t look_again_ms = 60'000;

}  // namespace

Result<Instant> ask_for_nights(db::Database& database, const Clock& clock, Random& random) {
  Instant next{std::numeric_limits<std::int64_t>::max()};
  for (const auto& institution :
       TRY(database.read([](db::ReadTransaction& read) { return institutions::all(read); }))) {
    const auto zone = TRY(text::Zone::named(institution.time_zone));
    const Instant now = clock.now();
    const Date today = zone.date_of(now);
    next = std::min(next, zone.start_of(today + 1));
    const jobs::Request request{nightly_kind, 1, today.iso(), json::write(Nightly{today}), zone.start_of(today), 100};
    const bool known = TRY(database.read([&](db::ReadTransaction& read) {
      return jobs::is_known(read, institution.id, request.kind, request.idempotency_key);
    }));
    if (known) continue;
    const auto job = jobs::JobId::random(random);
    TRY(database.write_and_wait(
        [&](db::WriteTransaction& write) { return jobs::enqueue(write, institution.id, job, request, now); }));
  }
  return next;
}

jobs::Handler nightly_handler(db::Database& database, const Clock& clock, Random& random) {
  return [&database, &clock, &random](jobs::Work& work) -> Result<jobs::Completion> {
    const auto job = TRY(json::parse<Nightly>(work.job().payload));
    const InstitutionId id = work.job().institution;
    const auto institution =
        TRY(database.read([&](db::ReadTransaction& read) { return institutions::find(read, id); }));
    if (!institution) return err(fail(ErrorCode::not_found, "institutions.unknown"));
    const Date today = TRY(text::Zone::named(institution->time_zone)).date_of(clock.now());
    if (today < job.day) return err(fail(ErrorCode::unavailable, "nightly.too_early"));
    if (today > job.day) return jobs::Completion{"over", {}};
    const int judged = TRY(relationships::begin_day(work, database, clock, random, job.day));
    const auto seed = crypto::draw_seed(random);
    TRY(database.write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      crypto::DerivedRandom drawn(seed);
      TRY(ask_for_reports(write, id, clock.now(), drawn));
      return match_runs::ask_to_fill_all(write, id, clock.now(), drawn);
    }));
    while (TRY(database.write_and_wait([&](db::WriteTransaction& write) {
             return jobs::forget_ended(write, clock.now().plus_ms(-remembered_ms), forgotten_in_one_write);
           })) == forgotten_in_one_write)
      TRY(work.heartbeat(900));
    // What is due by mail on the day is looked for when its relationships stand, by those who send mails.
    const auto look = jobs::JobId::random(random);
    return jobs::Completion{"judged " + std::to_string(judged), [=, &clock](db::WriteTransaction& write) {
                              return letters::look_soon(write, id, job.day.iso(), look, clock.now());
                            }};
  };
}

struct NightWatch::Inside {
  std::mutex mutex;
  std::condition_variable woken;
  bool stopping = false;
  bool told = false;  ///< to look
  std::thread thread;
};

NightWatch::NightWatch(db::Database& database, const Clock& clock, Random& random, jobs::Runner& runner)
    : inside_(std::make_unique<Inside>()) {
  inside_->thread = std::thread([inside = inside_.get(), &database, &clock, &random, &runner] {
    std::unique_lock lock(inside->mutex);
    while (!inside->stopping) {
      inside->told = false;
      lock.unlock();
      // What fails now is asked for again within a minute.
      const auto next = ask_for_nights(database, clock, random);
      runner.wake();
      const std::int64_t until_next = next ? (next->micros - clock.now().micros) / 1000 + 1 : look_again_ms;
      lock.lock();
      inside->woken.wait_for(lock, std::chrono::milliseconds(std::clamp<std::int64_t>(until_next, 1, look_again_ms)),
                             [&] { return inside->stopping || inside->told; });
    }
  });
}

NightWatch::~NightWatch() { stop(); }

void NightWatch::look() {
  {
    const std::lock_guard lock(inside_->mutex);
    inside_->told = true;
  }
  inside_->woken.notify_all();
}

void NightWatch::stop() {
  {
    const std::lock_guard lock(inside_->mutex);
    inside_->stopping = true;
  }
  inside_->woken.notify_all();
  if (inside_->thread.joinable()) inside_->thread.join();
}

}  // namespace chiron::app
