// The table of fact files' headings, and the reading of their rows.
#include "features/duties/fact_file.h"

#include <algorithm>

#include "features/people/written_name.h"

namespace chiron::duties {
namespace {

using people::Severity;
constexpr std::size_t nowhere = ~std::size_t{0};
constexpr std::size_t longest_text = 1'000;

constexpr std::string_view person_words[] = {"holder",      "who",         "personid",    "name",     "personname",
                                             "resident",    "learner",     "trainee",     "student",  "residentname",
                                             "learnername", "traineename", "studentname", "fullname", "employee",
                                             "supervisor",  "educator",    "faculty",     "email",    "emailaddress"};
constexpr std::string_view duty_words[] = {"dutykind", "kind", "dutytype", "relation", "relationship", "type"};
constexpr std::string_view target_words[] = {"towards", "of",       "towhom",  "targetid", "over",
                                             "learner", "resident", "trainee", "student",  "group"};
constexpr std::string_view source_words[] = {"origin", "knownfrom", "reference"};
constexpr std::string_view unit_words[] = {"department", "dept",      "service",   "rotation", "ward",
                                           "team",       "placement", "clerkship", "block"};
constexpr std::string_view site_words[] = {"hospital", "campus", "location", "organisation", "organization", "trust"};
constexpr std::string_view evaluator_words[] = {"evaluatorname", "assessor",      "assessorname",  "completedby",
                                                "evaluatedby",   "author",        "rater",         "ratername",
                                                "attending",     "attendingname", "faculty",       "facultyname",
                                                "preceptor",     "supervisor",    "evaluatoremail"};
constexpr std::string_view evaluated_words[] = {
    "evaluatee",    "evaluateename", "evaluatedperson", "evaluatedname", "subject",     "subjectname", "resident",
    "residentname", "trainee",       "traineename",     "learner",       "learnername", "student",     "studentname",
    "target",       "targetname",    "person",          "name",          "aboutwhom"};
constexpr std::string_view rotation_words[] = {"unit",   "service",   "department", "clerkship",
                                               "course", "placement", "activity",   "block"};
constexpr std::string_view date_words[] = {"completedon",    "completiondate", "datecompleted",
                                           "evaluationdate", "submittedon",    "submissiondate",
                                           "datesubmitted",  "assessmentdate", "completed"};
constexpr std::string_view status_words[] = {"state", "completionstatus", "evaluationstatus"};
constexpr std::string_view member_words[] = {"membername", "panelmember", "panelist", "panellist",
                                             "person",     "name",        "faculty",  "memberid"};
constexpr std::string_view panel_words[] = {"cohort",    "group",    "unit",         "program", "programme",
                                            "committee", "panelfor", "decidesabout", "class"};
constexpr std::string_view recusals_words[] = {"recusedfor", "recusedfrom", "recused", "recusal", "recuses"};
constexpr std::string_view learner_words[] = {"mentee",   "menteename", "learnername", "learnerid",
                                              "menteeid", "student",    "resident",    "trainee",
                                              "coachee",  "advisee",    "peermentee",  "menteeemail"};
constexpr std::string_view educator_words[] = {"mentor", "mentorname", "educatorname", "educatorid", "mentorid",
                                               "coach",  "advisor",    "adviser",      "peermentor", "mentoremail"};
constexpr std::string_view role_words[] = {"relationship", "kind", "type", "program", "programme"};
constexpr std::string_view rank_words[] = {"choice", "preference", "priority", "order"};
constexpr std::string_view not_with_words[] = {"notwith", "veto", "vetoes", "exclude", "avoid"};
constexpr std::string_view coverage_unit_words[] = {"group", "scope", "department", "target"};
constexpr std::string_view coverage_kind_words[] = {"duty", "facts", "class", "what"};
constexpr std::string_view names_name_words[] = {"written", "writtenname", "text"};
constexpr std::string_view names_person_words[] = {"id", "personid", "means"};
constexpr std::string_view block_words[] = {"blockname", "name", "period", "rotation"};

constexpr FactColumn from_column{"from", Need::optional, {}};
constexpr FactColumn to_column{"to", Need::optional, {}};
constexpr FactColumn last_day_column{"last_day", Need::optional, {}};

constexpr FactColumn duties_columns[] = {{"person", Need::needed, person_words},
                                         {"duty", Need::needed, duty_words},
                                         {"target", Need::needed, target_words},
                                         from_column,
                                         to_column,
                                         last_day_column,
                                         {"source", Need::optional, source_words}};
constexpr FactColumn placements_columns[] = {{"person", Need::needed, person_words},
                                             {"unit", Need::needed, unit_words},
                                             {"site", Need::optional, site_words},
                                             from_column,
                                             to_column,
                                             last_day_column};
constexpr FactColumn evaluations_columns[] = {{"evaluator", Need::needed, evaluator_words},
                                              {"evaluated", Need::needed, evaluated_words},
                                              {"rotation", Need::optional, rotation_words},
                                              from_column,
                                              to_column,
                                              last_day_column,
                                              {"date", Need::optional, date_words},
                                              {"status", Need::optional, status_words}};
constexpr FactColumn panels_columns[] = {{"member", Need::needed, member_words},
                                         {"panel", Need::needed, panel_words},
                                         from_column,
                                         to_column,
                                         last_day_column,
                                         {"recusals", Need::optional, recusals_words}};
constexpr FactColumn pairs_columns[] = {{"learner", Need::needed, learner_words},
                                        {"educator", Need::needed, educator_words},
                                        from_column,
                                        to_column,
                                        last_day_column,
                                        {"role", Need::optional, role_words}};
constexpr FactColumn preferences_columns[] = {{"learner", Need::needed, learner_words},
                                              {"educator", Need::needed, educator_words},
                                              {"rank", Need::needed, rank_words}};
constexpr FactColumn vetoes_columns[] = {{"person", Need::needed, person_words},
                                         {"not_with", Need::needed, not_with_words}};
constexpr FactColumn coverage_columns[] = {{"unit", Need::needed, coverage_unit_words},
                                           {"kind", Need::needed, coverage_kind_words},
                                           from_column,
                                           to_column,
                                           last_day_column};
constexpr FactColumn names_columns[] = {{"name", Need::needed, names_name_words},
                                        {"person", Need::needed, names_person_words}};
constexpr FactColumn blocks_columns[] = {{"block", Need::needed, block_words}, from_column, to_column, last_day_column};

constexpr FactFormat formats[] = {
    {"duties", duties_columns}, {"placements", placements_columns}, {"evaluations", evaluations_columns},
    {"panels", panels_columns}, {"pairs", pairs_columns},           {"preferences", preferences_columns},
    {"vetoes", vetoes_columns}, {"coverage", coverage_columns},     {"names", names_columns},
    {"blocks", blocks_columns},
};

bool is_date(const FactColumn& column) {
  return column.name == "from" || column.name == "to" || column.name == "last_day";
}

bool gives(std::span<const people::ColumnUse> uses, std::string_view name) {
  return std::ranges::find(uses, name, &people::ColumnUse::name) != uses.end();
}

/// The headings of one file and what has been decided about them so far.
class Headings {
 public:
  Headings(const FactFormat& format, std::span<const std::string> headings, const std::string& file,
           people::Problems& problems)
      : format_(format), file_(file), problems_(problems), uses_(headings.size()) {
    for (std::size_t i = 0; i < headings.size(); ++i) {
      uses_[i].heading = headings[i];
      folded_.push_back(people::fold_heading(headings[i]));
    }
  }

  std::vector<people::ColumnUse> decide(const people::Mapping& mapping) {
    for (std::size_t i = 0; i < uses_.size(); ++i) decide_one(i, told(mapping, i));
    for (const FactColumn& column : format_.columns)
      if (!gives(uses_, column.name)) find(column);
    return std::move(uses_);
  }

 private:
  /// What the mapping says of a heading, if it speaks of this kind of file.
  const people::Mapping::Entry* told(const people::Mapping& mapping, std::size_t at) const {
    for (const people::Mapping::Entry& entry : mapping.entries) {
      const bool ours = entry.use != people::Use::used || column_named(entry.name) != format_.columns.end();
      if (ours && people::fold_heading(entry.heading) == folded_[at]) return &entry;
    }
    return nullptr;
  }

  /// Mapped, dropped or blank; whatever is left waits for a column to take it.
  void decide_one(std::size_t at, const people::Mapping::Entry* entry) {
    people::ColumnUse& use = uses_[at];
    const bool wanted = entry && entry->use == people::Use::used;
    if (folded_[at].empty()) {
      use.reason = "blank_heading";
    } else if (people::is_identity_heading(use.heading)) {
      use.use = people::Use::dropped;
      use.reason = "identity";
      if (wanted) problem(Severity::error, at, chiron::refuse("people.mapping_identity"));
      else problem(Severity::note, at, chiron::refuse("people.dropped_identity"));
    } else if (wanted) {
      take(at, entry->name);
      use.told_by_mapping = true;
    } else if (entry) {
      use.use = entry->use;
      use.reason = "by_mapping";
      use.told_by_mapping = true;
    } else if (people::is_free_text_heading(use.heading)) {
      use.use = people::Use::dropped;
      use.reason = "free_text";
    }
  }

  void take(std::size_t at, std::string_view name) {
    const auto first = std::ranges::find(uses_, name, &people::ColumnUse::name);
    if (first != uses_.end()) {
      uses_[at].reason = "stronger_heading";
      return problem(
          Severity::error, at,
          chiron::refuse("people.doubled_column").with("our_column", std::string(name)).with("first", first->heading));
    }
    uses_[at].use = people::Use::used;
    uses_[at].name = column_named(name)->name;
  }

  std::span<const FactColumn>::iterator column_named(std::string_view name) const {
    return std::ranges::find(format_.columns, name, &FactColumn::name);
  }

  bool take_heading(std::string_view wanted, std::string_view name) {
    for (std::size_t i = 0; i < folded_.size(); ++i)
      if (folded_[i] == wanted && uses_[i].name.empty() && uses_[i].reason.empty()) {
        take(i, name);
        return true;
      }
    return false;
  }

  void find(const FactColumn& column) {
    if (take_heading(people::fold_heading(column.name), column.name)) return;
    for (const std::string_view synonym : column.synonyms)
      if (take_heading(synonym, column.name)) return;
    if (!is_date(column)) return;
    for (const people::Synonym& synonym : people::synonyms())
      if (people::name_of(synonym.column) == column.name && take_heading(synonym.heading, column.name)) return;
  }

  void problem(Severity severity, std::size_t at, Error error) {
    problems_.add({severity, file_, 1, uses_[at].heading, std::move(error)});
  }

  const FactFormat& format_;
  const std::string& file_;
  people::Problems& problems_;
  std::vector<people::ColumnUse> uses_;
  std::vector<std::string> folded_;
};

/// The first headings, for a sentence.
std::string listed(std::span<const std::string> headings) {
  std::string list;
  for (const std::string& heading : headings) {
    if (list.size() + heading.size() > 300) return list + ", …";
    list += (list.empty() ? "" : ", ") + heading;
  }
  return list;
}

}  // namespace

std::span<const FactFormat> fact_formats() { return formats; }

const FactFormat& fact_format(std::string_view name) {
  for (const FactFormat& format : formats)
    if (format.name == name) return format;
  return formats[0];
}

std::uint16_t add_file(Roster& roster, const std::string& path) {
  roster.files.push_back(path);
  return static_cast<std::uint16_t>(roster.files.size() - 1);
}

std::vector<people::ColumnUse> recognize_facts(const FactFormat& format, std::span<const std::string> headings,
                                               const people::Mapping& mapping, const std::string& file,
                                               people::Problems& problems) {
  auto uses = Headings(format, headings, file, problems).decide(mapping);
  for (people::ColumnUse& use : uses)
    if (use.use == people::Use::ignored && use.reason.empty()) use.reason = "unknown_heading";
  return uses;
}

bool is_long_placements(std::span<const std::string> headings, const people::Mapping& mapping) {
  people::Problems unsaid;
  const auto uses = recognize_facts(fact_format("placements"), headings, mapping, "", unsaid);
  return std::ranges::all_of(std::array<std::string_view, 3>{"person", "unit", "from"},
                             [&](std::string_view name) { return gives(uses, name); });
}

FactFile::FactFile(Roster& roster, const std::string& path, const FactFormat& format,
                   const people::PeopleOptions& options)
    : roster_(roster), options_(options), file_(add_file(roster, path)) {
  auto opened = csv::Reader::open(path, options.csv);
  if (!opened) {
    roster_.problems.add({Severity::error, path, 0, "", std::move(opened.error())});
    return;
  }
  const std::uint64_t errors_before = roster_.problems.count(Severity::error);
  columns_ = recognize_facts(format, opened->headings(), options.mapping, path, roster_.problems);
  for (std::size_t at = 0; at < columns_.size(); ++at)
    if (!columns_[at].name.empty()) places_.emplace_back(columns_[at].name, at);
  for (const FactColumn& column : format.columns)
    if (column.need == Need::needed && !has(column.name))
      roster_.problems.add({Severity::error, path, 1, "",
                            chiron::refuse("duties.missing_column")
                                .with("our_column", std::string(column.name))
                                .with("format", std::string(format.name))
                                .with("headings", listed(opened->headings()))});
  if (roster_.problems.count(Severity::error) > errors_before) return;
  name_columns_not_read();
  reader_ = std::move(*opened);
}

/// A column that nobody reads may be a date under a strange heading: it is never passed over in silence.
void FactFile::name_columns_not_read() {
  std::vector<std::string> not_read;
  for (const people::ColumnUse& use : columns_)
    if (use.reason == "unknown_heading" || use.reason == "free_text") not_read.push_back(use.heading);
  if (!not_read.empty())
    roster_.problems.add({Severity::warning, roster_.files[file_], 1, "",
                          chiron::refuse("duties.columns_not_read").with("headings", listed(not_read))});
}

bool FactFile::next() {
  while (true) {
    auto more = reader_->next();
    row_ = static_cast<std::uint32_t>(reader_->row());
    if (!more) {
      const bool go_on = csv::may_continue(more.error());
      roster_.problems.add({Severity::error, roster_.files[file_], row_, "", std::move(more.error())});
      if (!go_on) return false;
      continue;
    }
    if (!*more) return false;
    const auto cells = reader_->cells();
    if (std::any_of(cells.begin(), cells.end(), [](std::string_view cell) { return !cell.empty(); })) return true;
  }
}

std::size_t FactFile::where(std::string_view column) const {
  for (const auto& [name, at] : places_)
    if (name == column) return at;
  return nowhere;
}

bool FactFile::has(std::string_view column) const { return where(column) != nowhere; }

std::string_view FactFile::cell(std::string_view column) {
  const std::size_t at = where(column);
  if (at == nowhere) return {};
  const std::string_view text = people::clean_text(reader_->cells()[at], scratch_);
  if (text.size() > longest_text) {
    refuse(column, chiron::refuse("people.text_too_long").with("limit", std::to_string(longest_text)));
    return {};
  }
  // Lists of names may stand one below the other in a cell.
  const std::string_view line_free = column == "recusals" ? std::string_view{} : text;
  if (std::string letter = people::hidden_letter(line_free); !letter.empty()) {
    refuse(column, chiron::refuse("people.hidden_letter").with("letter", std::move(letter)));
    return {};
  }
  return text;
}

std::optional<Date> FactFile::date(std::string_view column, bool& bad) {
  const std::string_view text = cell(column);
  if (text.empty() || text == "-") return std::nullopt;
  auto date = people::parse_written_date(text, options_.dates);
  if (date) return *date;
  refuse(column, std::move(date.error()));
  bad = true;
  return std::nullopt;
}

std::optional<DateRange> FactFile::days(DateRange otherwise) {
  bool bad = false;
  const auto from = date("from", bad), to = date("to", bad), last = date("last_day", bad);
  if (bad) return std::nullopt;
  if (!from && !to && !last) return otherwise;
  DateRange range{from.value_or(Date::min()), to ? *to : last ? *last + 1 : Date::max()};
  if (range.empty()) {
    refuse(to ? "to" : "last_day",
           chiron::refuse("people.reversed_dates").with("from", range.from.iso()).with("to", (to ? *to : *last).iso()));
    return std::nullopt;
  }
  return range;
}

void FactFile::refuse(std::string_view column, Error error, Severity severity) {
  const std::size_t at = where(column);
  roster_.problems.add({severity, roster_.files[file_], row_,
                        at == nowhere ? std::string(column) : reader_->headings()[at], std::move(error)});
}

}  // namespace chiron::duties
