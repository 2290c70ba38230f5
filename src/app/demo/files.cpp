// The demo's CSV files, row for row as the model has them.
#include "app/demo/files.h"

#include <cstdio>
#include <system_error>

#include <fmt/format.h>

namespace chiron::app_demo {

void CsvText::separate() {
  if (row_begun_) text_ += ',';
  row_begun_ = true;
}

CsvText& CsvText::cell(std::string_view text) {
  separate();
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    text_ += text;
    return *this;
  }
  text_ += '"';
  for (char c : text) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
  return *this;
}

CsvText& CsvText::cell(std::int64_t number) {
  separate();
  fmt::format_to(std::back_inserter(text_), "{}", number);
  return *this;
}

void CsvText::end_row() {
  text_ += '\n';
  row_begun_ = false;
  ++rows_;
}

Result<> Folder::write(const std::string& name, std::string_view text, std::int64_t rows) {
  const std::filesystem::path path = root_ / name;
  std::error_code code;
  std::filesystem::create_directories(path.parent_path(), code);
  std::FILE* file = std::fopen(path.c_str(), "wb");
  bool written = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (file && std::fclose(file) != 0) written = false;
  if (!written) return err(fail(ErrorCode::io, "demo.cannot_write").with("path", path.string()));
  files_.push_back({name, rows, static_cast<std::int64_t>(text.size())});
  return {};
}

namespace {

class Writer {
 public:
  Writer(const DemoInstitution& institution, std::string prefix, Folder& folder)
      : it_(institution), prefix_(std::move(prefix)), folder_(folder) {}

  Result<> all() {
    TRY(people("people.csv", [](const DemoPerson&, PersonIndex) { return true; }));
    if (!it_.interns.empty()) {
      TRY(people("interns.csv", [&](const DemoPerson& p, PersonIndex) { return p.stage == "PGY-1"; }));
      TRY(people("educators.csv", [](const DemoPerson& p, PersonIndex) { return p.kind == "educator"; }));
    }
    TRY(duties());
    if (!it_.placements.empty()) TRY(placements());
    if (!it_.schedule.empty()) {
      TRY(schedule("block_schedule.csv", it_.schedule));
      TRY(schedule("block_schedule_changed.csv", it_.changed_schedule));
      TRY(evaluations());
      TRY(panels());
    }
    TRY(pairs());
    if (!it_.preferences.empty()) TRY(preferences());
    if (!it_.vetoes.empty()) TRY(vetoes());
    if (!it_.choices.empty()) TRY(names());
    TRY(coverage());
    return program();
  }

 private:
  const DemoPerson& person(PersonIndex index) const { return it_.people[static_cast<std::size_t>(index)]; }
  const std::string& id(PersonIndex index) const { return person(index).id; }
  std::string listed(PersonIndex index) const {
    const DemoPerson& p = person(index);
    return p.given_name.empty() ? p.family_name : p.family_name + ", " + p.given_name;
  }
  static std::string number(int value) { return value < 0 ? std::string() : std::to_string(value); }

  template <class Wish>
  Result<> people(const std::string& name, Wish wish) {
    CsvText csv(
        "id,given_name,family_name,email,profession,kind,stage,site,unit,cohort,specialty,languages,interests,manager,"
        "capacity,hours_per_month,trained_on,declared_on,from,to,left_because");
    for (std::size_t i = 0; i < it_.people.size(); ++i) {
      const DemoPerson& p = it_.people[i];
      if (!wish(p, static_cast<PersonIndex>(i))) continue;
      csv.cell(p.id).cell(p.given_name).cell(p.family_name).cell(p.email).cell(p.profession).cell(p.kind).cell(p.stage);
      csv.cell(p.site).cell(p.unit).cell(p.cohort).cell(p.specialty).cell(p.languages).cell(p.interests);
      csv.cell(p.manager == nobody ? std::string_view{} : std::string_view(id(p.manager)));
      csv.cell(number(p.capacity)).cell(number(p.hours_per_month)).cell(p.trained_on).cell(p.declared_on);
      csv.cell(p.present.from).cell(p.present.to).cell(p.left_because).end_row();
    }
    return folder_.write(prefix_ + name, csv);
  }

  Result<> duties() {
    CsvText csv("person,duty,target,from,to,source");
    for (const DemoDuty& duty : it_.duties) {
      csv.cell(id(duty.holder)).cell(duty.kind);
      csv.cell(duty.target.group.empty() ? std::string_view(id(duty.target.person))
                                         : std::string_view(duty.target.group));
      csv.cell(duty.days.from).cell(duty.days.to).cell(duty.source).end_row();
    }
    return folder_.write(prefix_ + "duties.csv", csv);
  }

  Result<> placements() {
    CsvText csv("person,unit,from,to");
    for (const DemoPlacement& p : it_.placements)
      csv.cell(id(p.person)).cell(p.unit).cell(p.days.from).cell(p.days.to).end_row();
    return folder_.write(prefix_ + "placements.csv", csv);
  }

  Result<> schedule(const std::string& name, const std::vector<DemoScheduleRow>& rows) {
    std::string headings = "resident";
    for (std::size_t b = 0; b < it_.calendar.blocks.size(); ++b)
      headings += fmt::format(",Block {} ({} to {})", b + 1, it_.calendar.blocks[b].from.iso(),
                              it_.calendar.blocks[b].last().iso());
    CsvText csv(headings);
    for (const DemoScheduleRow& row : rows) {
      csv.cell(id(row.resident));
      for (const std::string& cell : row.cells) csv.cell(cell);
      csv.end_row();
    }
    return folder_.write(prefix_ + name, csv);
  }

  Result<> evaluations() {
    CsvText csv("Evaluator,Resident,Rotation,Start,End,Status");
    for (const DemoEvaluation& e : it_.evaluations)
      csv.cell(e.evaluator_text)
          .cell(e.resident_text)
          .cell(e.rotation)
          .cell(e.days.from)
          .cell(e.days.last())
          .cell(e.status)
          .end_row();
    return folder_.write(prefix_ + "evaluations.csv", csv);
  }

  Result<> panels() {
    CsvText csv("Member,Panel,From,To,Recused for");
    for (const DemoSeat& seat : it_.panels) {
      std::string recused;
      for (PersonIndex learner : seat.recused_for) recused += (recused.empty() ? "" : "; ") + listed(learner);
      csv.cell(listed(seat.member)).cell(seat.group).cell(seat.days.from).cell(seat.days.to).cell(recused).end_row();
    }
    return folder_.write(prefix_ + "panels.csv", csv);
  }

  Result<> pairs() {
    CsvText csv("learner,educator,from,to,role");
    for (const DemoPair& p : it_.pairs)
      csv.cell(id(p.learner)).cell(id(p.educator)).cell(p.days.from).cell(p.days.to).cell(p.role).end_row();
    return folder_.write(prefix_ + "last_years_pairs.csv", csv);
  }

  Result<> preferences() {
    CsvText csv("learner,educator,rank");
    for (const DemoPreference& p : it_.preferences) csv.cell(id(p.learner)).cell(id(p.educator)).cell(p.rank).end_row();
    return folder_.write(prefix_ + "preferences.csv", csv);
  }

  Result<> vetoes() {
    CsvText csv("person,not_with");
    for (const DemoVeto& v : it_.vetoes) csv.cell(id(v.person)).cell(id(v.not_with)).end_row();
    return folder_.write(prefix_ + "vetoes.csv", csv);
  }

  Result<> names() {
    CsvText csv("name,person");
    for (const DemoNameChoice& choice : it_.choices) csv.cell(choice.written).cell(id(choice.meant)).end_row();
    return folder_.write(prefix_ + "names.csv", csv);
  }

  Result<> coverage() {
    CsvText csv("unit,kind,from,to");
    for (const std::string& group : it_.covered_groups)
      for (std::string_view kind : {"supervises_clinically", "writes_evaluation", "supervises", "assesses", "appraises",
                                    "delegates_to", "sits_on", "manages"})
        csv.cell(group).cell(kind).cell(it_.calendar.year.from - 731).cell(it_.calendar.year.to).end_row();
    return folder_.write(prefix_ + "coverage.csv", csv);
  }

  Result<> program() {
    const std::string text = fmt::format(
        "# The mentor program of {} (docs/formats.md).\n"
        "name = \"{}\"\nrole = \"mentor\"\nterm = \"{}\"\npreset = \"balanced\"\n{}\n"
        "[require]\n# Mentor and learner meet in person.\nsame_site = true\n",
        it_.name, it_.interns.empty() ? "Mentors on the island" : "Mentors for first-year residents",
        it_.calendar.match_term.iso(), it_.interns.empty() ? "" : "\n[learners]\nstage = \"PGY-1\"\n");
    return folder_.write(prefix_ + "program.toml", text, 0);
  }

  const DemoInstitution& it_;
  std::string prefix_;
  Folder& folder_;
};

}  // namespace

Result<> write_institution(const DemoInstitution& institution, const std::string& prefix, Folder& folder) {
  return Writer(institution, prefix, folder).all();
}

}  // namespace chiron::app_demo
