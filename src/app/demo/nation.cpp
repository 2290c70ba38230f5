// A nation's worth of people and duties for benches: regular in shape, random in detail, streamed to disk.
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "app/demo/files.h"
#include "app/demo/names.h"
#include "base/random.h"

namespace chiron::app_demo {
namespace {

constexpr int learner_count = 250'000, educator_count = 60'000, duty_count = 1'000'000;
constexpr int site_count = 500, units_per_site = 12, unit_count = site_count * units_per_site;
constexpr std::size_t flush_at_bytes = 1U << 20;

/// A file that is written as it grows. Errors are kept until close().
class Stream {
 public:
  Stream(const std::filesystem::path& root, std::string name) : name_(std::move(name)), path_(root / name_) {
    std::error_code code;
    std::filesystem::create_directories(root, code);
    file_ = std::fopen(path_.c_str(), "wb");
    failed_ = file_ == nullptr;
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() {
    if (file_) std::fclose(file_);
  }

  template <class... Args>
  void row(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(buffer_), format, std::forward<Args>(args)...);
    buffer_.push_back('\n');
    ++rows_;
    if (buffer_.size() >= flush_at_bytes) flush();
  }

  /// The error of any write so far.
  Result<> check() const {
    if (failed_) return err(fail(ErrorCode::io, "demo.cannot_write").with("path", path_.string()));
    return {};
  }

  Result<DemoFile> close() {
    flush();
    if (file_ && std::fclose(file_) != 0) failed_ = true;
    file_ = nullptr;
    TRY(check());
    return DemoFile{name_, rows_ - 1, bytes_};  // the heading is no row
  }

 private:
  void flush() {
    if (!file_ || std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) failed_ = true;
    bytes_ += static_cast<std::int64_t>(buffer_.size());
    buffer_.clear();
  }

  std::string name_;
  std::filesystem::path path_;
  std::FILE* file_ = nullptr;
  fmt::memory_buffer buffer_;
  std::int64_t rows_ = 0, bytes_ = 0;
  bool failed_ = false;
};

constexpr const char* specialties[] = {"Internal Medicine",  "Surgery",         "Pediatrics", "Psychiatry",
                                       "Emergency Medicine", "Family Medicine", "Radiology",  "Anesthesiology",
                                       "Neurology",          "Pathology"};
constexpr const char* interests[] = {"medical education", "quality improvement", "health equity", "clinical research",
                                     "bioethics",         "leadership",          "rural health",  "informatics",
                                     "simulation",        "patient safety",      "wellbeing",     "global health",
                                     "health policy",     "public speaking",     "basic science", "palliative care"};
constexpr const char* other_languages[] = {"Spanish", "Mandarin",   "Arabic",     "French",
                                           "Hindi",   "Vietnamese", "Portuguese", "Korean"};

/// Learners are dealt to units in turn, educators too: unit u holds every learner l with l mod units = u.
int unit_of(int person) { return person % unit_count; }

}  // namespace

Result<> write_nation(const DemoOptions& options, const DemoCalendar& calendar, const std::filesystem::path& directory,
                      DemoSummary& summary) {
  SeededRandom random(options.seed);
  constexpr const char* headings =
      "id,given_name,family_name,email,profession,kind,stage,site,unit,cohort,specialty,languages,interests,manager,"
      "capacity,"
      "hours_per_month,trained_on,declared_on,from,to";
  Stream people(directory, "people.csv"), learners(directory, "learners.csv"), educators(directory, "educators.csv");
  for (Stream* stream : {&people, &learners, &educators}) {
    TRY(stream->check());
    stream->row("{}", headings);
  }
  const std::string trained = (calendar.year.from - 200).iso(), declared = (calendar.year.from - 30).iso();
  const int start_year = calendar.year.from.civil().year;

  fmt::memory_buffer line;
  const auto person = [&](bool educator, int number) {
    const DemoName name = draw_name(random);
    const int unit = unit_of(number), site = unit / units_per_site;
    const int level = 1 + static_cast<int>(random.below(5));
    line.clear();
    auto out = std::back_inserter(line);
    fmt::format_to(out, "{}{:06},{},{},{}{:06}@example.edu,physician,{},", educator ? 'E' : 'L', number, name.given,
                   name.family, educator ? 'e' : 'l', number, educator ? "educator" : "learner");
    if (educator) fmt::format_to(out, "Faculty,Site {:03},Unit {:04},,", site, unit);
    else
      fmt::format_to(out, "PGY-{},Site {:03},Unit {:04},Site {:03} {},", level, site, unit, site,
                     start_year + 1 - level);
    fmt::format_to(out, "{},English", specialties[unit % 10]);
    if (random.below(3) == 0) fmt::format_to(out, "; {}", other_languages[random.below(8)]);
    const auto first = random.below(16), step = 1 + random.below(15);  // two different interests
    fmt::format_to(out, ",{}; {},,", interests[first], interests[(first + step) % 16]);
    if (educator) fmt::format_to(out, "{},{},{},{},,", 3 + random.below(4), 2 + random.below(4), trained, declared);
    else fmt::format_to(out, ",,,,{},", (calendar.year.from - 365 * (level - 1)).iso());
    return std::string_view(line.data(), line.size());
  };
  for (int i = 0; i < educator_count; ++i) {
    const auto text = person(true, i);
    people.row("{}", text);
    educators.row("{}", text);
  }
  for (int i = 0; i < learner_count; ++i) {
    const auto text = person(false, i);
    people.row("{}", text);
    learners.row("{}", text);
  }

  for (Stream* stream : {&people, &learners, &educators}) summary.files.push_back(TRY(stream->close()));

  Stream duties(directory, "duties.csv");
  duties.row("person,duty,target,from,to,source");
  const std::string from = calendar.year.from.iso(), to = calendar.year.to.iso();
  int written = 0;
  // Each unit: three attendings, a director, a panel of two.
  for (int unit = 0; unit < unit_count; ++unit) {
    for (int k = 0; k < 3; ++k, ++written)
      duties.row("E{:06},supervises_clinically,unit:Unit {:04},{},{},roster", unit + k * unit_count, unit, from, to);
    duties.row("E{:06},directs,unit:Unit {:04},{},,roster", unit + 3 * unit_count, unit, from);
    for (int k = 4; k < 6; ++k)
      duties.row("E{:06},sits_on,unit:Unit {:04},{},{},roster", unit + k * unit_count, unit, from, to);
    written += 3;
  }
  // The rest towards single learners, by educators of the learner's unit or the next one, for one block each.
  const auto one_to_one = [&](const char* kind, int learner) {
    const int unit = (unit_of(learner) + (random.below(4) == 0 ? 1 : 0)) % unit_count;
    const auto educator = unit + static_cast<int>(random.below(educator_count / unit_count)) * unit_count;
    const DateRange& block = calendar.blocks[random.below(calendar.blocks.size())];
    duties.row("E{:06},{},L{:06},{},{},evaluations", educator, kind, learner, block.from.iso(), block.to.iso());
    ++written;
  };
  for (int learner = 0; written < duty_count; learner = (learner + 1) % learner_count)
    one_to_one(random.below(10) == 0 ? "assesses" : "writes_evaluation", learner);

  Stream program(directory, "program.toml");
  program.row("name = \"A nation's mentors\"\nrole = \"mentor\"\nterm = \"{}\"\npreset = \"balanced\"",
              calendar.year.iso());
  summary.people = learner_count + educator_count;
  summary.learners = learner_count;
  summary.educators = educator_count;
  summary.duties = written;
  for (Stream* stream : {&duties, &program}) summary.files.push_back(TRY(stream->close()));
  return {};
}

}  // namespace chiron::app_demo
