// What the conflict engine costs on a national data set: 250,000 learners, 60,000 educators, 1,000,000 duties and the
// placements besides. Prints figures in processor time of one thread: conflict_bench [learners educators duties]
#include <fmt/format.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <random>
#include <vector>

#include "engines/conflict/judge.h"

namespace {

using namespace chiron;
using namespace chiron::conflict;

struct Size {
  std::uint32_t learners = 250'000, educators = 60'000, duties = 1'000'000;
};

/// Seconds of this process's processor time, so that a busy machine does not spoil the figures (one thread works).
double now() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}
double seconds_since(double start) { return now() - start; }

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

/// Schools of about 800 learners and 200 educators: 20 units, 5 cohorts and a site each. Learners rotate through units
/// in half-year and four-week placements; educators supervise, evaluate and sit on panels where they work.
struct Nation {
  explicit Nation(Size wanted) : size(wanted), dice(20270801) {
    schools = std::max(1u, size.learners / 800);
    facts.people = size.learners + size.educators;
    facts.groups = schools * groups_each;
    for (Person learner = 0; learner < size.learners; ++learner) place(learner);
    placements = static_cast<std::uint32_t>(facts.facts.size());
    for (std::uint32_t school = 0; school < schools; ++school) staff(school);
    while (facts.facts.size() < placements + size.duties) one_to_one();
    for (std::uint32_t school = 0; school < schools; ++school)
      for (CoverageClass what : {CoverageClass::supervision, CoverageClass::assessment, CoverageClass::panel})
        if (school % 10 != 0) facts.coverage.push_back({site(school), what, {}});
    for (std::uint32_t at = 0; at < size.educators / 100; ++at) {
      const Person learner = below(size.learners);
      facts.recusals.push_back({colleague(school_of(learner)), TargetKind::person, learner, year, DutyKind::sits_on});
      facts.waivers.push_back({learner, colleague(school_of(learner)), *find_rule("supervises_back"), year});
    }
  }

  std::uint32_t below(std::uint32_t count) { return static_cast<std::uint32_t>(dice() % count); }
  std::uint32_t school_of(Person learner) const { return learner % schools; }
  Group unit(std::uint32_t school, std::uint32_t at) const { return school * groups_each + at; }
  Group cohort(std::uint32_t school, std::uint32_t at) const { return school * groups_each + 20 + at; }
  Group site(std::uint32_t school) const { return school * groups_each + 25; }
  Person colleague(std::uint32_t school) {
    return size.learners + (below(std::max(1u, size.educators / schools)) * schools + school) % size.educators;
  }
  DateRange some_days(std::int32_t length) {
    const Date from = year.from - 365 + static_cast<std::int32_t>(below(900));
    return {from, from + length};
  }
  void add(DutyKind kind, Person holder, TargetKind target_kind, std::uint32_t target, DateRange days) {
    if (target_kind == TargetKind::person && holder == target) return;
    facts.facts.push_back({kind, target_kind, holder, target, days, 0});
  }

  void place(Person learner) {
    const std::uint32_t school = school_of(learner);
    add(DutyKind::member_of, learner, TargetKind::group, cohort(school, learner / schools % 5), {year.from, year.to});
    add(DutyKind::member_of, learner, TargetKind::group, site(school), {year.from - 365, year.to + 365});
    add(DutyKind::member_of, learner, TargetKind::group, unit(school, below(20)), {year.from, year.from + 182});
    add(DutyKind::member_of, learner, TargetKind::group, unit(school, below(20)), some_days(28));
  }

  void staff(std::uint32_t school) {
    for (std::uint32_t at = 0; at < 20; ++at) {
      add(DutyKind::directs, colleague(school), TargetKind::group, unit(school, at), {});
      for (int times = 0; times < 4; ++times)
        add(DutyKind::supervises, colleague(school), TargetKind::group, unit(school, at), some_days(90));
      add(DutyKind::sets_rota_of, colleague(school), TargetKind::group, unit(school, at), {});
    }
    for (std::uint32_t at = 0; at < 5; ++at) {
      for (int seat = 0; seat < 9; ++seat)
        add(DutyKind::sits_on, colleague(school), TargetKind::group, cohort(school, at), {year.from, year.to});
      add(DutyKind::prepares_panel_file, colleague(school), TargetKind::group, cohort(school, at), {});
    }
    add(DutyKind::directs, colleague(school), TargetKind::group, site(school), {});
    for (int times = 0; times < 200; ++times)
      add(DutyKind::manages, colleague(school), TargetKind::person, colleague(school), {});
    for (int times = 0; times < 8; ++times)
      add(DutyKind::delegates_to, colleague(school), TargetKind::person, colleague(school), some_days(120));
    for (int times = 0; times < 12; ++times)
      add(DutyKind::related_to, colleague(school), TargetKind::person, colleague(school), {});
  }

  void one_to_one() {
    static constexpr DutyKind mix[] = {
        DutyKind::supervises_clinically,
        DutyKind::supervises_clinically,
        DutyKind::supervises_clinically,
        DutyKind::writes_evaluation,
        DutyKind::writes_evaluation,
        DutyKind::writes_evaluation,
        DutyKind::supervises,
        DutyKind::supervises,
        DutyKind::assesses,
        DutyKind::assesses,
        DutyKind::appraises,
        DutyKind::manages,
        DutyKind::supervises_thesis,
        DutyKind::referees,
        DutyKind::selects,
    };
    const Person learner = below(size.learners);
    add(mix[below(std::size(mix))], colleague(school_of(learner)), TargetKind::person, learner,
        some_days(static_cast<std::int32_t>(28 + below(200))));
  }

  static constexpr std::uint32_t groups_each = 26;
  Size size;
  std::mt19937_64 dice;
  DateRange year{*Date::of(2027, 8, 1), *Date::of(2028, 8, 1)};
  std::uint32_t schools = 1, placements = 0;
  Facts facts;
};

/// Judges the pairs for a second or so and prints how many a second.
template <class Judge>
void rate(const char* name, const std::vector<Pair>& pairs, Judge one) {
  std::uint64_t judged = 0, sum = 0;
  const auto start = now();
  double took = 0;
  do {
    for (const Pair& pair : pairs) sum += one(pair);
    judged += pairs.size();
    took = seconds_since(start);
  } while (took < 1.0);
  fmt::print("{:<58}{:>9.2f} million pairs/s   (check {})\n", name, static_cast<double>(judged) / took / 1e6,
             sum % 1000);
}

void recheck(const char* name, Index& index, const Policy& policy, DateRange term, const Fact& fact) {
  const auto start = now();
  const FactIndex at = index.add(fact);
  const double added = seconds_since(start);
  const Affected affected = affected_by(index, fact, policy.chain_depth());
  std::size_t findings = 0;
  for (const Pair& pair : affected.pairs)
    findings += judge(index, policy, pair.learner, pair.educator, term).findings.size();
  const double took = seconds_since(start);
  index.remove(at);
  fmt::print("{:<58}{:>9.3f} ms   ({} pairs, {} findings; {:.3f} ms of it adding the fact)\n", name, took * 1e3,
             affected.pairs.size(), findings, added * 1e3);
}

}  // namespace

int main(int count, char** words) {
  Size size;
  if (count == 4) {
    size.learners = static_cast<std::uint32_t>(std::strtoul(words[1], nullptr, 10));
    size.educators = static_cast<std::uint32_t>(std::strtoul(words[2], nullptr, 10));
    size.duties = static_cast<std::uint32_t>(std::strtoul(words[3], nullptr, 10));
  }
  auto start = now();
  Nation nation(size);
  fmt::print("{} learners, {} educators, {} placements, {} duties, {} groups; made in {:.2f} s\n", size.learners,
             size.educators, nation.placements, nation.facts.facts.size() - nation.placements, nation.facts.groups,
             seconds_since(start));

  start = now();
  const std::size_t wrong = validate(nation.facts).size();
  fmt::print("validate{:>52.2f} s   ({} violations)\n", seconds_since(start), wrong);

  const double before = peak_mib();
  start = now();
  Index index = build(nation.facts);
  fmt::print("build the index{:>45.2f} s   ({:.0f} MiB held; peak {:.0f} MiB over {:.0f})\n", seconds_since(start),
             static_cast<double>(index.bytes()) / (1 << 20), peak_mib(), before);

  const Policy policy = Policy::standard(Role::mentor);
  const DateRange term = nation.year;

  std::vector<Pair> anywhere, at_home, by_learner;
  for (int at = 0; at < 1'000'000; ++at) {
    const Person learner = nation.below(size.learners);
    anywhere.push_back({learner, size.learners + nation.below(size.educators)});
    at_home.push_back({learner, nation.colleague(nation.school_of(learner))});
  }
  for (int at = 0; at < 10'000; ++at) {
    const Person learner = nation.below(size.learners);
    for (int times = 0; times < 100; ++times)
      by_learner.push_back({learner, nation.colleague(nation.school_of(learner))});
  }
  const auto as_answer = [&](Pair pair) {
    return static_cast<std::uint64_t>(answer(index, policy, pair.learner, pair.educator, term));
  };
  const auto as_verdict = [&](Pair pair) {
    return judge(index, policy, pair.learner, pair.educator, term).findings.size();
  };
  rate("answer, random pairs of the nation", anywhere, as_answer);
  rate("answer, random pairs within a school", at_home, as_answer);
  rate("answer, 100 colleagues of each of 10,000 learners", by_learner, as_answer);
  {
    std::vector<Person> educators(100);
    std::vector<Answer> out(100);
    std::uint64_t judged = 0, sum = 0;
    const double start_of_batch = now();
    do {
      for (std::size_t at = 0; at < by_learner.size(); at += 100) {
        for (std::size_t each = 0; each < 100; ++each) educators[each] = by_learner[at + each].educator;
        answers(index, policy, by_learner[at].learner, educators, term, out);
        for (Answer one : out) sum += static_cast<std::uint64_t>(one);
      }
      judged += by_learner.size();
    } while (seconds_since(start_of_batch) < 1.0);
    fmt::print("{:<58}{:>9.2f} million pairs/s   (check {})\n", "answers, the same a learner at a time",
               static_cast<double>(judged) / seconds_since(start_of_batch) / 1e6, sum % 1000);
  }
  rate("judge with findings and evidence, pairs of the nation", anywhere, as_verdict);
  rate("judge with findings and evidence, pairs within a school", at_home, as_verdict);
  rate("judge with findings and evidence, 100 x 10,000", by_learner, as_verdict);

  std::vector<Person> learners(size.learners), educators(size.educators);
  std::iota(learners.begin(), learners.end(), 0);
  std::iota(educators.begin(), educators.end(), size.learners);

  start = now();
  std::uint64_t pairs = 0, findings = 0;
  for_each_finding(index, policy, learners, educators, term, [&](Pair, std::span<const Finding> found) {
    ++pairs;
    findings += found.size();
    return true;
  });
  fmt::print("every finding of every pair{:>33.2f} s   ({} pairs, {} findings; peak {:.0f} MiB)\n",
             seconds_since(start), pairs, findings, peak_mib());

  start = now();
  {
    const BlockLists lists = block_lists(index, policy, learners, educators, term);
    fmt::print("block lists for matching{:>36.2f} s   ({} blocked pairs; peak {:.0f} MiB)\n", seconds_since(start),
               lists.blocked.size(), peak_mib());
  }

  start = now();
  std::uint64_t alone = 0;
  for (Person learner = 0; learner < 1000 && learner < size.learners; ++learner)
    alone += what_binds(index, policy, learner, educators, term).by_tie.size();
  fmt::print("what binds, per learner{:>37.3f} ms  (check {})\n", seconds_since(start), alone % 1000);

  const Person colleague = nation.colleague(0);
  const auto person = TargetKind::person;
  const auto group = TargetKind::group;
  recheck("one changed duty: supervises a learner", index, policy, term,
          {DutyKind::supervises, person, colleague, 0, term, 0});
  recheck("one changed duty: a seat on a cohort's panel", index, policy, term,
          {DutyKind::sits_on, group, colleague, nation.cohort(0, 0), term, 0});
  recheck("one changed duty: directs a whole site", index, policy, term,
          {DutyKind::directs, group, colleague, nation.site(0), term, 0});
  recheck("one changed duty: manages an educator", index, policy, term,
          {DutyKind::manages, person, colleague, nation.colleague(0), term, 0});
  recheck("one changed duty: delegates to an educator", index, policy, term,
          {DutyKind::delegates_to, person, colleague, nation.colleague(0), term, 0});
  recheck("one changed placement: a learner in a unit", index, policy, term,
          {DutyKind::member_of, group, 0, nation.unit(0, 3), term, 0});
  recheck("one changed placement: a learner at a site", index, policy, term,
          {DutyKind::member_of, group, 0, nation.site(0), term, 0});
  return 0;
}
