// Deferred acceptance under many lotteries. A proposal is turned away under every lottery when enough others who are
// wanted more have proposed; since the order of proposals does not matter, all that follows from such refusals alone is
// worked out first, and each run begins there with the people whom only its lottery can place.
#include "engines/matching/lottery.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "base/random.h"
#include "engines/matching/acceptance.h"
#include "engines/matching/chunks.h"
#include "engines/matching/solvers.h"

namespace chiron::matching {
namespace {

struct Counts {
  Counts(std::size_t proposals, std::size_t learners) : assigned(proposals, 0), unmatched(learners, 0) {}
  std::vector<std::uint32_t> assigned;   ///< per place in the lists of the beginning
  std::vector<std::uint32_t> unmatched;  ///< per canonical learner
};

/// Where things stand before any lottery.
class Beginning {
 public:
  Beginning(const Canonical& canonical, const Problem& problem)
      : c(canonical),
        p(problem),
        wants(canonical, problem),
        list(wants.lists_with_whole_claims()),
        next(canonical.row_start.begin(), canonical.row_start.end() - 1) {}

  /// False when stopped.
  bool run(WorkMeter& meter) {
    std::vector<Held> held(c.educator_count());
    std::vector<std::uint32_t> asking(c.learner_count());
    for (std::uint32_t i = 0; i < asking.size(); ++i) asking[i] = i;
    while (!asking.empty()) {
      const std::uint32_t i = asking.back();
      asking.pop_back();
      if (next[i] == row_end(i)) {
        ++next[i];  // marks who has asked everybody
        continue;
      }
      if (wants.starts_tie(list, i, next[i])) {
        waiting.push_back(i);
        continue;
      }
      if (!meter.spend()) return false;
      const std::uint32_t j = list[next[i]].educator;
      const Claimant mine{list[next[i]++].claim, i};
      held[j].add(mine, static_cast<std::size_t>(c.capacity[j]), asking);
    }
    first_.assign(1, 0);
    for (std::uint32_t j = 0; j < held.size(); ++j) {
      held[j].divide(static_cast<std::size_t>(std::max(0, c.capacity[j])), seated_, [&](std::uint32_t i) {
        --next[i];  // asks again in every run
        waiting.push_back(i);
      });
      first_.push_back(seated_.size());
    }
    return true;
  }

  /// Adds the runs in which somebody ended where they stand now.
  void complete(Counts& counts, std::uint32_t runs) const {
    for (std::uint32_t i = 0; i < c.learner_count(); ++i) {
      std::uint32_t rest = runs - counts.unmatched[i];
      for (std::uint64_t at = c.row_start[i]; at < row_end(i); ++at) rest -= counts.assigned[at];
      if (rest == 0) continue;
      (next[i] > row_end(i) ? counts.unmatched[i] : counts.assigned[next[i] - 1]) += rest;
    }
  }

  std::uint64_t row_end(std::uint32_t i) const { return c.row_start[i + 1]; }
  std::span<const Claimant> seated(std::uint32_t j) const {
    return std::span(seated_).subspan(first_[j], first_[j + 1] - first_[j]);
  }

  const Canonical& c;
  const Problem& p;
  Wants wants;
  Large<Proposal> list;             ///< ties unbroken
  std::vector<std::uint64_t> next;  ///< per learner: the next proposal; one past the row's end: nobody is left to ask
  std::vector<std::uint32_t> waiting;  ///< who asks when a run begins

 private:
  /// Who has proposed to an educator and is not turned away under every lottery.
  class Held {
   public:
    void add(Claimant mine, std::size_t seats, std::vector<std::uint32_t>& refused) {
      by_claim_[mine.claim].push_back(mine);
      ++count_;
      for (auto least = by_claim_.begin(); least != by_claim_.end() && count_ - least->second.size() >= seats;
           least = by_claim_.begin()) {
        for (const Claimant& claimant : least->second) refused.push_back(claimant.learner);
        count_ -= least->second.size();
        by_claim_.erase(least);
      }
    }
    /// Those who keep their seats whatever the lottery, unless more come; and among whom it decides.
    template <class Decide>
    void divide(std::size_t seats, std::vector<Claimant>& seated, Decide decide) const {
      const bool too_many = count_ > seats;
      for (auto group = by_claim_.begin(); group != by_claim_.end(); ++group)
        for (const Claimant& claimant : group->second) {
          if (too_many && group == by_claim_.begin()) decide(claimant.learner);
          else seated.push_back(claimant);
        }
    }

   private:
    std::map<std::uint32_t, std::vector<Claimant>> by_claim_;
    std::size_t count_ = 0;
  };

  std::vector<Claimant> seated_;
  std::vector<std::uint64_t> first_;
};

/// Some of the runs, in one thread.
class Runs {
 public:
  explicit Runs(const Beginning& beginning)
      : b_(beginning),
        own_list_(beginning.list),
        next_(beginning.next),
        seats_(beginning.c),
        touched_(beginning.c.educator_count(), 0),
        lottery_(beginning.c.learner_count()),
        counts_(beginning.list.size(), beginning.c.learner_count()) {}

  /// False when stopped.
  bool run(std::uint64_t seed, WorkMeter& meter) {
    ++number_;
    waiting_ = b_.waiting;
    moved_.clear();
    for (std::size_t at = 0; at < waiting_.size(); ++at) {
      if (!meter.spend()) return false;
      const std::uint32_t i = waiting_[at];
      if (next_[i] == b_.next[i]) moved_.push_back(i);
      if (next_[i] == b_.row_end(i)) {
        ++next_[i];
        continue;
      }
      if (b_.wants.starts_tie(own_list_, i, next_[i])) b_.wants.break_tie(own_list_, i, next_[i], seed, drawn_);
      propose(i, own_list_[next_[i]++], seed);
    }
    for (const std::uint32_t i : moved_) {
      if (next_[i] > b_.row_end(i)) ++counts_.unmatched[i];
      else ++counts_.assigned[place_in_list(i, next_[i] - 1)];
      next_[i] = b_.next[i];
    }
    return true;
  }

  /// Adds what was counted of those who asked somebody; the others ended each run where they began.
  void add_to(Counts& counts) const {
    for (std::size_t at = 0; at < counts_.assigned.size(); ++at) counts.assigned[at] += counts_.assigned[at];
    for (std::size_t i = 0; i < counts_.unmatched.size(); ++i) counts.unmatched[i] += counts_.unmatched[i];
  }

 private:
  void propose(std::uint32_t i, Proposal asked, std::uint64_t seed) {
    const std::uint32_t j = asked.educator;
    const auto wanted_more = [&](const Claimant& a, const Claimant& b) {
      if (a.claim != b.claim) return a.claim > b.claim;
      const std::uint64_t own = lottery_number_of(a.learner, seed), other = lottery_number_of(b.learner, seed);
      return own != other ? own < other : key(a.learner) < key(b.learner);
    };
    if (touched_[j] != number_) {
      touched_[j] = number_;
      seats_.seat(j, b_.seated(j), wanted_more);
    }
    if (const std::uint32_t refused = seats_.propose(j, {asked.claim, i}, wanted_more); refused != Seats::nobody)
      waiting_.push_back(refused);
  }

  /// Worked out once in a run, for who needs one.
  std::uint64_t lottery_number_of(std::uint32_t i, std::uint64_t seed) {
    Number& mine = lottery_[i];
    if (mine.run != number_) mine = {lottery_number(seed, key(i)), number_};
    return mine.number;
  }

  CanonicalKey key(std::uint32_t i) const { return key_of_learner(b_.p, b_.c.learner[i]); }

  /// Where the educator stands in the list of the beginning, which no lottery has put into another order.
  std::uint64_t place_in_list(std::uint32_t i, std::uint64_t at) const {
    const std::uint32_t j = own_list_[at].educator;
    while (at > b_.c.row_start[i] && b_.list[at - 1].tied) --at;
    while (b_.list[at].educator != j) ++at;
    return at;
  }

  struct Number {
    std::uint64_t number = 0;
    std::uint32_t run = 0;
  };

  const Beginning& b_;
  Large<Proposal> own_list_;
  std::vector<std::uint64_t> next_;
  Seats seats_;
  std::vector<std::uint32_t> touched_;  ///< per educator: the run that changed the seats last
  std::uint32_t number_ = 0;
  std::vector<std::uint32_t> waiting_, moved_;
  std::vector<Number> lottery_;  ///< per learner
  std::vector<Drawn> drawn_;
  Counts counts_;
};

/// In the problem's terms, pinned learners included.
LotteryOutcomes outcomes_of(const Problem& problem, const Beginning& beginning, const Counts& counts,
                            std::uint32_t runs) {
  const Canonical& c = beginning.c;
  LotteryOutcomes outcomes;
  outcomes.runs = runs;
  outcomes.unmatched.assign(problem.learner_count(), 0);
  std::vector<std::int64_t> pinned_to(problem.learner_count(), unmatched);
  for (const Pair pin : problem.pins) pinned_to[pin.learner] = pin.educator;
  std::vector<std::uint32_t> position(problem.learner_count(), 0);
  for (std::uint32_t i = 0; i < c.learner_count(); ++i) position[c.learner[i]] = i;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> made;  // position of the pair, runs
  for (LearnerIndex learner = 0; learner < problem.learner_count(); ++learner) {
    if (pinned_to[learner] != unmatched) {
      outcomes.educator.push_back(static_cast<EducatorIndex>(pinned_to[learner]));
      outcomes.assigned.push_back(runs);
    } else {
      const std::uint32_t i = position[learner];
      made.clear();
      for (std::uint64_t at = c.row_start[i]; at < c.row_start[i + 1]; ++at)
        if (counts.assigned[at] > 0)
          made.emplace_back(find_pair(problem, learner, c.educator[beginning.list[at].educator]), counts.assigned[at]);
      std::sort(made.begin(), made.end());
      for (const auto& [pair, times] : made) {
        outcomes.educator.push_back(problem.educator[pair]);
        outcomes.assigned.push_back(times);
      }
      outcomes.unmatched[learner] = counts.unmatched[i];
      outcomes.undecided += made.size() + (counts.unmatched[i] > 0) > 1;
    }
    outcomes.row_start.push_back(outcomes.educator.size());
  }
  return outcomes;
}

}  // namespace

std::uint64_t seed_of_run(std::uint64_t base, std::uint32_t run) { return splitmix64_of(base + run * splitmix64_step); }

Result<LotteryOutcomes> draw_lotteries(const Problem& problem, std::uint64_t asked, Threads threads,
                                       std::stop_token stop) {
  TRY(validate(problem));
  if (problem.objective != Objective::stable)
    return err(fail(ErrorCode::internal, "matching.bad_problem").with("what", "objective"));
  if (asked < 1 || asked > max_lottery_runs)
    return err(refuse("matching.lottery_runs")
                   .with("runs", std::to_string(asked))
                   .with("limit", std::to_string(max_lottery_runs)));
  const auto runs = static_cast<std::uint32_t>(asked);
  const Canonical canonical = canonical_form(problem);
  Beginning beginning(canonical, problem);
  WorkMeter meter(0, stop);
  if (!beginning.run(meter)) return err(fail(ErrorCode::unavailable, "matching.stopped"));
  const bool two = threads == Threads::two && runs > 1;
  const std::uint32_t share = two ? (runs + 1) / 2 : runs;
  std::vector<std::unique_ptr<Runs>> done(two ? 2 : 1);
  in_chunks(runs, share, two ? Threads::two : Threads::one, stop,
            [&](unsigned, std::uint32_t first, std::uint32_t last) {
              auto mine = std::make_unique<Runs>(beginning);
              WorkMeter own_meter(0, stop);
              for (std::uint32_t run = first + 1; run <= last; ++run)
                if (!mine->run(seed_of_run(problem.lottery_seed, run), own_meter)) return;
              done[first / share] = std::move(mine);
            });
  Counts counts(beginning.list.size(), canonical.learner_count());
  for (const auto& part : done) {
    if (!part) return err(fail(ErrorCode::unavailable, "matching.stopped"));
    part->add_to(counts);
  }
  beginning.complete(counts, runs);
  return outcomes_of(problem, beginning, counts, runs);
}

}  // namespace chiron::matching
