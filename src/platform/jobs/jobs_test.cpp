// Jobs and outbox on both engines, with a clock that stands still until told otherwise.
#include "platform/jobs/jobs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "platform/db/testing.h"

namespace chiron::jobs {
namespace {

constexpr db::Migration effects_table[] = {
    {9000, "effects", "CREATE TABLE effects (job id NOT NULL, runner int64 NOT NULL);", "", ""}};
constexpr db::Sql insert_effect("INSERT INTO effects (job, runner) VALUES ($1, $2)");
constexpr db::Sql count_effects("SELECT count(*) FROM effects");

class Jobs : public db::testing::DatabaseTest {
 protected:
  void SetUp() override { open({migrations, effects_table}); }

  JobId add(const Request& request, Queue queue = Queue::job) {
    const auto id = JobId::random(random_);
    auto added = database().write_and_wait(
        [&](db::WriteTransaction& write) { return enqueue(write, institution_, id, request, clock_.now(), queue); });
    EXPECT_TRUE(added) << added.error().debug_text();
    return *added;
  }
  Job job(JobId id) {
    auto found = database().read([&](db::ReadTransaction& read) { return find(read, institution_, id); });
    EXPECT_TRUE(found) << found.error().debug_text();
    return found->value();
  }
  std::int64_t effects() {
    return database()
        .read([](db::ReadTransaction& read) { return read.query(count_effects).one<std::int64_t>(); })
        .value();
  }
  Handler leaving_effect(std::int64_t runner = 1) {
    return [runner](Work& work) -> Result<Completion> {
      return Completion{"ok", [id = work.job().id, runner](db::WriteTransaction& write) -> Result<> {
                          TRY(write.execute(insert_effect, id, runner));
                          return {};
                        }};
    };
  }
  Request request(std::string key, std::int64_t run_at_ms = 0) {
    return {"test.kind", 1, std::move(key), "{}", Instant{}.plus_ms(run_at_ms), 3};
  }
  /// What a runner does that saw the job with so many attempts; how many rows it got.
  std::int64_t claim_by_hand(JobId id, int attempts) {
    return database()
        .write_and_wait([&](db::WriteTransaction& write) {
          return write.execute(sql::claim_job, institution_, id, attempts, Id<struct OwnerTag>::random(random_),
                               clock_.now().plus_ms(60'000), clock_.now());
        })
        .value();
  }
  void pass_ms(std::int64_t ms) { clock_.set(clock_.now().plus_ms(ms)); }

  SeededRandom random_{31};
  FixedClock clock_{Instant{1'000'000}};
  InstitutionId institution_ = InstitutionId::random(random_);
};
CHIRON_ON_BOTH_ENGINES(Jobs);

TEST_P(Jobs, PreparesEveryStatement) { db::testing::expect_all_prepare(database(), sql::all); }

TEST_P(Jobs, RunsOnceAndKeepsTheResult) {
  Runner runner(database(), clock_, random_);
  runner.handle("test.kind", leaving_effect());
  const auto id = add(request("a"));
  EXPECT_EQ(job(id).state, State::waiting);
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(runner.run_all_due().value(), 0);
  const auto done = job(id);
  EXPECT_EQ(done.state, State::done);
  EXPECT_EQ(done.result, "ok");
  EXPECT_EQ(done.progress_permille, 1000);
  EXPECT_EQ(done.attempts, 1);
  EXPECT_EQ(effects(), 1);
}

TEST_P(Jobs, TheSameKeyIsStoredOnce) {
  const auto first = add(request("a"));
  EXPECT_EQ(add(request("a")), first);
  EXPECT_NE(add(request("b")), first);
  auto other = request("a");
  other.kind = "test.other";
  EXPECT_NE(add(other), first);
}

TEST_P(Jobs, RefusesLargePayloads) {
  auto large = request("a");
  large.payload.assign(1024 * 1024 + 1, 'x');
  auto added = database().write_and_wait(
      [&](db::WriteTransaction& write) { return enqueue(write, institution_, JobId(), large, clock_.now()); });
  EXPECT_EQ(added.error().key, "jobs.payload_too_large");
}

TEST_P(Jobs, WaitsForItsTimeAndForAHandler) {
  Runner runner(database(), clock_, random_);
  const auto late = add(request("late", 5'000));
  EXPECT_EQ(runner.run_all_due().value(), 0);
  pass_ms(10'000);
  EXPECT_EQ(runner.run_all_due().value(), 0) << "nobody handles its kind here";
  runner.handle("test.kind", leaving_effect());
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(job(late).state, State::done);
}

TEST_P(Jobs, ManyJobsOfOthersDoNotHideOurs) {
  auto write = database().write_and_wait([&](db::WriteTransaction& w) -> Result<> {
    for (int i = 0; i < 250; ++i) {
      auto foreign = request("k" + std::to_string(i));
      foreign.kind = "test.foreign";
      TRY(enqueue(w, institution_, JobId::random(random_), foreign, clock_.now()));
    }
    return {};
  });
  ASSERT_TRUE(write);
  add(request("ours", 1));
  Runner runner(database(), clock_, random_);
  runner.handle("test.kind", leaving_effect());
  EXPECT_EQ(runner.run_all_due().value(), 1);
}

TEST_P(Jobs, RunsInTheOrderTheyAreDue) {
  std::vector<std::string> seen;
  Runner runner(database(), clock_, random_);
  runner.handle("test.kind", [&](Work& work) -> Result<Completion> {
    seen.push_back(work.job().idempotency_key);
    return Completion{};
  });
  add(request("third", 30));
  add(request("first", 10));
  add(request("second", 20));
  pass_ms(100);
  EXPECT_EQ(runner.run_all_due().value(), 3);
  EXPECT_EQ(seen, (std::vector<std::string>{"first", "second", "third"}));
}

TEST_P(Jobs, TriesAgainLaterAndThenGivesUp) {
  Runner runner(database(), clock_, random_);
  runner.handle("test.kind",
                [](Work&) -> Result<Completion> { return err(fail(ErrorCode::unavailable, "test.mail_down")); });
  const auto id = add(request("a"));
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(job(id).state, State::waiting);
  EXPECT_EQ(job(id).error_key, "test.mail_down");
  EXPECT_EQ(job(id).run_at, clock_.now().plus_ms(2'000));
  pass_ms(1'999);
  EXPECT_EQ(runner.run_all_due().value(), 0);
  pass_ms(1);
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(job(id).run_at, clock_.now().plus_ms(4'000)) << "the wait doubles";
  pass_ms(4'000);
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(job(id).state, State::failed);
  EXPECT_EQ(job(id).error_key, "test.mail_down");
}

TEST_P(Jobs, ARefusalOrAThrowFailsAtOnce) {
  Runner runner(database(), clock_, random_);
  runner.handle("test.kind", [](Work& work) -> Result<Completion> {
    if (work.job().idempotency_key == "throws") throw std::runtime_error("thrown");
    return err(refuse("test.bad_payload"));
  });
  const auto refused = add(request("refused"));
  const auto threw = add(request("throws"));
  EXPECT_EQ(runner.run_all_due().value(), 2);
  EXPECT_EQ(job(refused).state, State::failed);
  EXPECT_EQ(job(refused).error_key, "test.bad_payload");
  EXPECT_EQ(job(threw).error_key, "jobs.handler_threw");
}

TEST_P(Jobs, AFailedEffectLeavesNothing) {
  Runner runner(database(), clock_, random_);
  runner.handle("test.kind", [](Work& work) -> Result<Completion> {
    return Completion{"ok", [id = work.job().id](db::WriteTransaction& write) -> Result<> {
                        TRY(write.execute(insert_effect, id, 1));
                        return err(fail(ErrorCode::conflict, "test.too_late"));
                      }};
  });
  const auto id = add(request("a"));
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(job(id).state, State::failed);
  EXPECT_EQ(job(id).result, "");
  EXPECT_EQ(job(id).error_key, "test.too_late");
  EXPECT_EQ(effects(), 0);
}

TEST_P(Jobs, ARunnerThatLostItsLeaseHasNoEffect) {
  Runner slow(database(), clock_, random_), quick(database(), clock_, random_);
  quick.handle("test.kind", leaving_effect(2));
  slow.handle("test.kind", [&](Work& work) -> Result<Completion> {
    pass_ms(60'000);  // the machine slept; meanwhile another runner takes the job and finishes it
    EXPECT_EQ(quick.run_all_due().value(), 1);
    EXPECT_EQ(work.heartbeat(500).error().key, "jobs.lease_lost");
    return leaving_effect(1)(work);
  });
  const auto id = add(request("a"));
  EXPECT_EQ(slow.run_all_due().value(), 1);
  EXPECT_EQ(job(id).state, State::done);
  EXPECT_EQ(job(id).attempts, 2);
  EXPECT_EQ(effects(), 1);
}

TEST_P(Jobs, TwoLeasesOfOneJobAreNeverConfused) {
  Runner slow(database(), clock_, random_), quick(database(), clock_, random_);
  Work* of_slow = nullptr;
  quick.handle("test.kind", [&](Work& work) -> Result<Completion> {
    const auto late = of_slow->heartbeat(900);  // while the job is running, under another's lease
    EXPECT_TRUE(!late && late.error().key == "jobs.lease_lost");
    EXPECT_TRUE(work.heartbeat(500));
    return leaving_effect(2)(work);
  });
  slow.handle("test.kind", [&](Work& work) -> Result<Completion> {
    of_slow = &work;
    pass_ms(59'999);
    EXPECT_EQ(quick.run_all_due().value(), 0) << "the lease still holds";
    pass_ms(1);
    EXPECT_EQ(quick.run_all_due().value(), 1);
    return err(refuse("test.slow_fails"));
  });
  const auto id = add(request("a"));
  EXPECT_EQ(slow.run_all_due().value(), 1);
  EXPECT_EQ(job(id).state, State::done) << "and the slow one's failure is not the job's";
  EXPECT_EQ(effects(), 1);
}

TEST_P(Jobs, AHeartbeatKeepsTheLeaseAndShowsProgress) {
  Runner runner(database(), clock_, random_), other(database(), clock_, random_);
  other.handle("test.kind", leaving_effect(2));
  JobId id;
  runner.handle("test.kind", [&](Work& work) -> Result<Completion> {
    for (int i = 1; i <= 4; ++i) {
      pass_ms(40'000);
      TRY(work.heartbeat(i * 200));
      EXPECT_EQ(job(id).progress_permille, i * 200);
      EXPECT_EQ(other.run_all_due().value(), 0);
    }
    return leaving_effect(1)(work);
  });
  id = add(request("a"));
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(job(id).attempts, 1);
  EXPECT_EQ(effects(), 1);
}

TEST_P(Jobs, AProcessThatDiesEveryTimeIsGivenUp) {
  // Each claim below is a process that dies before it says anything.
  const auto id = add(request("a"));
  for (int i = 1; i <= 3; ++i) {
    ASSERT_EQ(claim_by_hand(id, i - 1), 1);
    pass_ms(60'000);
  }
  Runner runner(database(), clock_, random_);
  runner.handle("test.kind", leaving_effect());
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(job(id).state, State::failed);
  EXPECT_EQ(job(id).error_key, "jobs.gave_up");
  EXPECT_EQ(effects(), 0);
}

TEST_P(Jobs, CancelsWaitingAndRunningWork) {
  const auto cancel = [&](JobId id) {
    auto result = database().write_and_wait(
        [&](db::WriteTransaction& write) { return request_cancel(write, institution_, id, clock_.now()); });
    return result ? "" : result.error().key;
  };
  const auto waiting = add(request("waiting"));
  EXPECT_EQ(cancel(waiting), "");
  EXPECT_EQ(job(waiting).state, State::canceled);
  EXPECT_EQ(cancel(waiting), "jobs.already_ended");
  EXPECT_EQ(cancel(JobId()), "jobs.unknown");

  Runner runner(database(), clock_, random_);
  runner.handle("test.kind", [&](Work& work) -> Result<Completion> {
    EXPECT_EQ(cancel(work.job().id), "");
    TRY(work.heartbeat(100));
    return leaving_effect()(work);
  });
  const auto running = add(request("running"));
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(job(running).state, State::canceled);
  EXPECT_EQ(effects(), 0);
}

TEST_P(Jobs, WhatWasCanceledWhileItsServerDiedIsNotRunAgain) {
  const auto id = add(request("a"));
  EXPECT_EQ(claim_by_hand(id, 0), 1) << "and then the process dies";
  ASSERT_TRUE(database().write_and_wait(
      [&](db::WriteTransaction& write) { return request_cancel(write, institution_, id, clock_.now()); }));
  pass_ms(60'000);
  Runner runner(database(), clock_, random_);
  runner.handle("test.kind", leaving_effect());
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(job(id).state, State::canceled);
  EXPECT_EQ(effects(), 0);
}

TEST_P(Jobs, AClaimNeedsTheJobAsItWasSeenAndNoLeaseThatHolds) {
  const auto id = add(request("a"));
  EXPECT_EQ(claim_by_hand(id, 1), 0) << "seen with one attempt, which it never had";
  EXPECT_EQ(claim_by_hand(id, 0), 1);
  EXPECT_EQ(claim_by_hand(id, 1), 0) << "another's lease holds";
  pass_ms(60'000);
  EXPECT_EQ(claim_by_hand(id, 0), 0) << "seen before the first claim";
  EXPECT_EQ(claim_by_hand(id, 1), 1);
}

TEST_P(Jobs, WaitsNoLongerThanTheLongest) {
  RunnerOptions options;
  options.retry_longest_ms = 3'000;
  Runner runner(database(), clock_, random_, options);
  runner.handle("test.kind",
                [](Work&) -> Result<Completion> { return err(fail(ErrorCode::unavailable, "test.mail_down")); });
  const auto id = add(request("a"));
  EXPECT_EQ(runner.run_all_due().value(), 1);
  pass_ms(2'000);
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(job(id).run_at, clock_.now().plus_ms(3'000));
}

TEST_P(Jobs, ForgetsOnlyWhatEndedLongAgo) {
  Runner runner(database(), clock_, random_);
  runner.handle("test.kind", leaving_effect());
  for (const char* key : {"a", "b", "c"}) add(request(key));
  EXPECT_EQ(runner.run_all_due().value(), 3);
  pass_ms(10'000);
  const auto recent = add(request("d"));
  EXPECT_EQ(runner.run_all_due().value(), 1);
  const auto waiting = add(request("e", 99'000'000));
  const auto forget = [&] {
    return database()
        .write_and_wait([&](db::WriteTransaction& write) { return forget_ended(write, clock_.now(), 2); })
        .value();
  };
  EXPECT_EQ(forget(), 2);
  EXPECT_EQ(forget(), 1);
  EXPECT_EQ(forget(), 0);
  EXPECT_EQ(job(recent).state, State::done);
  EXPECT_EQ(job(waiting).state, State::waiting);
}

TEST_P(Jobs, CountsWhatWasGivenUpSinceAMoment) {
  const auto failed = [&](InstitutionId institution, Instant since) {
    return database().read([&](db::ReadTransaction& read) { return count_failed(read, institution, since); }).value();
  };
  Runner runner(database(), clock_, random_);
  runner.handle("test.kind", [](Work& work) -> Result<Completion> {
    if (work.job().idempotency_key == "good") return Completion{};
    return err(refuse("jobs.already_ended"));
  });
  for (const char* key : {"a", "b", "good"}) add(request(key));
  EXPECT_EQ(failed(institution_, Instant{}), 0);
  EXPECT_EQ(runner.run_all_due().value(), 3);
  EXPECT_EQ(failed(institution_, clock_.now()), 2);
  EXPECT_EQ(failed(institution_, clock_.now().plus_ms(1)), 0);
  EXPECT_EQ(failed(InstitutionId::random(random_), Instant{}), 0);
}

TEST_P(Jobs, AnotherInstitutionSeesNothing) {
  const auto id = add(request("a"));
  const auto elsewhere = InstitutionId::random(random_);
  auto found = database().read([&](db::ReadTransaction& read) { return find(read, elsewhere, id); });
  EXPECT_EQ(found.value(), std::nullopt);
  auto canceled = database().write_and_wait(
      [&](db::WriteTransaction& write) { return request_cancel(write, elsewhere, id, clock_.now()); });
  EXPECT_EQ(canceled.error().key, "jobs.unknown");
}

TEST_P(Jobs, AnOutboxMessageLeavesWithItsTransactionOnly) {
  int handed_on = 0;
  Runner runner(database(), clock_, random_);
  runner.handle("test.mail", [&](Work& work) -> Result<Completion> {
    EXPECT_EQ(work.job().queue, Queue::outbox);
    ++handed_on;
    return Completion{};
  });
  const auto send = [&](bool fails) {
    const auto id = JobId::random(random_);
    return database().write_and_wait([&](db::WriteTransaction& write) -> Result<> {
      TRY(post(write, institution_, id, {"test.mail", 1, id.text(), "{}", clock_.now(), 3}, clock_.now()));
      if (fails) return err(refuse("test.no"));
      return {};
    });
  };
  EXPECT_FALSE(send(true));
  EXPECT_EQ(runner.run_all_due().value(), 0);
  EXPECT_TRUE(send(false));
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_EQ(handed_on, 1);
}

/// Runs a job until it is at work, stops the runner, and lets the job see the stop.
void run_into_stop(Runner& runner, std::promise<void>& at_work) {
  runner.start();
  at_work.get_future().wait();
  runner.stop();
}
void wait_for_stop(Work& work, std::promise<void>& at_work) {
  std::promise<void> stopped;
  const std::stop_callback seen(work.stop(), [&] { stopped.set_value(); });
  at_work.set_value();
  stopped.get_future().wait();
}

TEST_P(Jobs, AStopTakesAJobBackAtItsHeartbeatAndTheRunDoesNotCount) {
  const auto id = add(request("a"));
  std::promise<void> at_work;
  Runner stopping(database(), clock_, random_);
  stopping.handle("test.kind", [&](Work& work) -> Result<Completion> {
    TRY(work.heartbeat(100));
    wait_for_stop(work, at_work);
    TRY(work.heartbeat(200));
    return leaving_effect()(work);
  });
  run_into_stop(stopping, at_work);
  EXPECT_EQ(job(id).state, State::waiting);
  EXPECT_EQ(job(id).attempts, 0);
  EXPECT_EQ(effects(), 0);
  Runner next(database(), clock_, random_);
  next.handle("test.kind", leaving_effect());
  EXPECT_EQ(next.run_all_due().value(), 1) << "at once: the lease was given back";
  EXPECT_EQ(effects(), 1);
}

TEST_P(Jobs, WhatAStopCutShortIsDoneAgainWhateverItsErrorSays) {
  const auto id = add(request("a"));
  std::promise<void> at_work;
  Runner stopping(database(), clock_, random_);
  stopping.handle("test.kind", [&](Work& work) -> Result<Completion> {
    wait_for_stop(work, at_work);
    return err(refuse("test.interrupted"));
  });
  run_into_stop(stopping, at_work);
  EXPECT_EQ(job(id).state, State::waiting);
}

TEST_P(Jobs, AStopWaitsForAJobThatGoesOnToItsEnd) {
  const auto id = add(request("a"));
  std::promise<void> at_work;
  Runner stopping(database(), clock_, random_);
  stopping.handle("test.kind", [&](Work& work) -> Result<Completion> {
    wait_for_stop(work, at_work);
    return leaving_effect()(work);
  });
  run_into_stop(stopping, at_work);
  EXPECT_EQ(job(id).state, State::done);
  EXPECT_EQ(effects(), 1);
}

TEST_P(Jobs, IsKnownInEveryStateAndToItsOwnInstitution) {
  const auto known = [&](InstitutionId institution, std::string_view kind, std::string_view key) {
    return database().read([&](db::ReadTransaction& read) { return is_known(read, institution, kind, key); }).value();
  };
  add(request("a"));
  EXPECT_TRUE(known(institution_, "test.kind", "a"));
  EXPECT_FALSE(known(institution_, "test.kind", "b"));
  EXPECT_FALSE(known(institution_, "test.other", "a"));
  EXPECT_FALSE(known(InstitutionId::random(random_), "test.kind", "a"));
  Runner runner(database(), clock_, random_);
  runner.handle("test.kind", leaving_effect());
  EXPECT_EQ(runner.run_all_due().value(), 1);
  EXPECT_TRUE(known(institution_, "test.kind", "a"));
}

TEST_P(Jobs, HoldsWhatWaitsOfAKindAndNothingThatHasBegun) {
  const auto holds = [&](InstitutionId institution, std::string_view kind) {
    return database()
        .write_and_wait([&](db::WriteTransaction& write) { return hold_waiting(write, institution, kind); })
        .value();
  };
  EXPECT_FALSE(holds(institution_, "test.kind"));
  const auto id = add(request("a"));
  EXPECT_TRUE(holds(institution_, "test.kind"));
  EXPECT_FALSE(holds(institution_, "test.other"));
  EXPECT_FALSE(holds(InstitutionId::random(random_), "test.kind"));
  EXPECT_EQ(claim_by_hand(id, 0), 1) << "a hold that has ended keeps nobody";
  EXPECT_FALSE(holds(institution_, "test.kind"));
}

TEST_P(Jobs, ManyRunnersShareTheWorkAndNothingHappensTwice) {
  constexpr int count = 60;
  for (int i = 0; i < count; ++i) add(request("k" + std::to_string(i)));
  auto second_server = GetParam() == db::Engine::postgres ? open_again() : nullptr;
  SystemRandom random;
  RunnerOptions options;
  options.threads = 2;
  options.poll_ms = 20;
  Runner one(database(), clock_, random, options);
  Runner two(second_server ? *second_server : database(), clock_, random, options);
  std::atomic<int> runs = 0;
  for (auto* runner : {&one, &two})
    runner->handle("test.kind", [&, id = runner == &one ? 1 : 2](Work& work) {
      ++runs;
      return leaving_effect(id)(work);
    });
  one.start();
  two.start();
  const auto left = [&] {
    return database()
        .read([](db::ReadTransaction& read) {
          return read.query(db::Sql("SELECT count(*) FROM jobs WHERE state <> 'done'")).one<std::int64_t>();
        })
        .value();
  };
  for (int i = 0; i < 2'000 && left() > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  one.stop();
  two.stop();
  EXPECT_EQ(left(), 0);
  EXPECT_EQ(effects(), count);
  EXPECT_EQ(runs, count) << "the clock stood still, so no lease ran out";
}

}  // namespace
}  // namespace chiron::jobs
