// Reads a nation's files: 250,000 learners, 60,000 educators, 1,000,000 duties, and an evaluation export of 200,000
// rows with
// names instead of ids. Prints the time of each stage, the reader's bare speed and the memory held at the end.
// Usage: files_bench [share of national size, default 1.0]
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "base/random.h"
#include "features/duties/roster_facts.h"
#include "features/duties/roster_files.h"
#include "platform/csv/csv.h"

using namespace chiron;

namespace {

/// Time since the last reading, on the wall and of this process alone: the machine may be busy with others.
struct Stage {
  double wall_s, cpu_s;
  std::string text() const { return fmt::format("{:6.2f} s wall {:6.2f} s CPU", wall_s, cpu_s); }
};
class Stopwatch {
 public:
  Stage stage() {
    const auto now = std::chrono::steady_clock::now();
    const std::clock_t cpu = std::clock();
    const Stage passed{std::chrono::duration<double>(now - last_).count(),
                       static_cast<double>(cpu - last_cpu_) / CLOCKS_PER_SEC};
    last_ = now;
    last_cpu_ = cpu;
    return passed;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  std::clock_t last_cpu_ = std::clock();
};

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// A name like a person's: 600 given names times 40,000 family names, the frequent ones frequent.
std::string given(SeededRandom& random) {
  static const char* syllables[] = {"an", "be", "ka", "lo", "mi", "ra", "so", "te", "vi", "yu"};
  std::string name;
  for (int i = 0; i < 3; ++i) name += syllables[random.below(10)];
  name[0] = static_cast<char>(name[0] - 32);
  return name;
}
std::string family(SeededRandom& random) {
  const std::uint64_t n = random.below(200), m = n * random.below(200);  // small numbers far more often
  std::string name = "F";
  for (std::uint64_t rest = m + 7; rest > 0; rest /= 17) name += static_cast<char>('a' + rest % 17);
  return name;
}

}  // namespace

int main(int argc, char** argv) {
  const double share = argc > 1 ? std::atof(argv[1]) : 1.0;
  const auto learners = static_cast<std::uint64_t>(250'000 * share),
             educators = static_cast<std::uint64_t>(60'000 * share),
             duties = static_cast<std::uint64_t>(1'000'000 * share),
             evaluations = static_cast<std::uint64_t>(200'000 * share),
             units = std::max<std::uint64_t>(learners / 50, 1);
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "chiron_files_bench";
  std::filesystem::create_directories(folder);
  const std::string people_path = folder / "people.csv", duties_path = folder / "duties.csv",
                    evaluations_path = folder / "evaluations.csv";
  std::vector<std::string> names;
  {
    SeededRandom random(1);
    std::ofstream people(people_path), duty(duties_path), evaluation(evaluations_path);
    people << "id,given_name,family_name,email,profession,kind,stage,site,unit,cohort,specialty,languages,interests,"
              "manager,capacity,"
              "hours_per_month,trained_on,declared_on,from,to\n";
    for (std::uint64_t i = 0; i < learners + educators; ++i) {
      const bool learner = i < learners;
      const std::string first = given(random), last = family(random);
      const std::string id = learner ? fmt::format("L{:06}", i) : fmt::format("E{:06}", i - learners);
      names.push_back(last + ", " + first);
      people << fmt::format(
          "{},{},{},{}@example.org,medicine,{},{},Site {},Unit {},{},{},English; Spanish,\"research; "
          "teaching\",{},{},{},{},{},2025-08-01,\n",
          id, first, last, id, learner ? "learner" : "educator", learner ? "PGY-1" : "attending", random.below(200),
          random.below(units), learner ? fmt::format("Class {}", random.below(2000)) : "", "internal medicine",
          !learner && i > learners + 1000 ? fmt::format("E{:06}", random.below(1000)) : "", learner ? "" : "3",
          learner ? "" : "4", learner ? "" : "2026-01-15", learner ? "" : "2026-07-01");
    }
    duty << "person,duty,target,from,to,source\n";
    static const char* kinds[] = {"supervises_clinically", "writes_evaluation", "assesses", "sits_on", "supervises"};
    for (std::uint64_t i = 0; i < duties; ++i) {
      const std::uint64_t month = random.below(11) + 1;
      const std::string target = random.below(4) ? fmt::format("L{:06}", random.below(learners))
                                                 : fmt::format("unit:Unit {}", random.below(units));
      duty << fmt::format("E{:06},{},{},2027-{:02}-01,2027-{:02}-01,rota\n", random.below(educators),
                          kinds[random.below(5)], target, month, month + 1);
    }
    evaluation << "Evaluator,Resident,Rotation,Start,End\n";
    for (std::uint64_t i = 0; i < evaluations; ++i)
      evaluation << fmt::format("\"{}\",\"{}\",Unit {},2026-09-01,2026-09-28\n",
                                names[learners + random.below(educators)], names[random.below(learners)],
                                random.below(units));
  }
  const double megabytes =
      static_cast<double>(std::filesystem::file_size(people_path) + std::filesystem::file_size(duties_path)) / 1e6;

  Stopwatch watch;
  std::uint64_t cells = 0;
  for (const auto& path : {people_path, duties_path}) {
    auto reader = csv::Reader::open(path);
    while (reader && reader->next().value_or(false)) cells += reader->cells().size();
  }
  const Stage bare = watch.stage();
  fmt::print("bare reader       {}   {:.0f} MB, {:.0f} MB/s of CPU, {} cells\n", bare.text(), megabytes,
             megabytes / bare.cpu_s, cells);

  duties::RosterFiles files;
  files.people = people_path;
  files.duties = {duties_path};
  auto reading = duties::read_roster(files);
  if (!reading) return fmt::print("{}\n", reading.error().debug_text()), 1;
  fmt::print("read and checked  {}   {} people, {} duties, {} errors\n", watch.stage().text(),
             reading->roster.people.size(), reading->roster.duties.size(),
             reading->roster.problems.count(people::Severity::error));
  const auto facts = duties::to_facts(reading->roster);
  fmt::print("engine facts      {}   {} facts, {} groups, {} coverage\n", watch.stage().text(),
             facts.facts.facts.size(), facts.groups.size(), facts.facts.coverage.size());
  fmt::print("peak memory       {:6.0f} MB\n", peak_megabytes());

  files.evaluations = {evaluations_path};
  watch.stage();
  const auto with_names = duties::read_roster(files);
  if (!with_names) return fmt::print("{}\n", with_names.error().debug_text()), 1;
  fmt::print("with {} rows of names {}   {} open names\n", evaluations, watch.stage().text(),
             with_names->roster.unresolved.size());
  std::filesystem::remove_all(folder);
  return 0;
}
