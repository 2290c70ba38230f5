// Builds the demo institution: first people, then duties, schedule and evaluations, then what is planted, then the
// clean rest, which is drawn only from educators without any tie to the learner (Ties).
#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "app/demo/institution.h"
#include "app/demo/names.h"

namespace chiron::app_demo {
namespace {

constexpr std::string_view main_site = "Aldermere University Hospital";
constexpr std::string_view campus = "Aldermere Medical Campus";
constexpr std::string_view psychiatry_site = "Bramblewood Psychiatric Hospital";
constexpr std::string_view rural_site = "Harlow Creek Health Center";
constexpr std::string_view rural_unit = "Harlow Creek Family Medicine";
constexpr std::string_view student_unit = "Undergraduate Medicine";
constexpr std::string_view team_unit = "Interprofessional Practice";
constexpr std::string_view palliative_care = "Hospice and Palliative Care";  ///< an elective of few residents

/// A residency program: its units are where its residents rotate.
struct Residency {
  std::string_view name;
  int years;
  int residents;
  int panel_members;
  int supervisors_per_unit;
  std::vector<std::string_view> units;
};

const std::vector<Residency>& residencies() {
  static const std::vector<Residency> list{
      {"Internal Medicine",
       3,
       90,
       8,
       3,
       {"General Medicine A", "General Medicine B", "Critical Care", "Cardiology", "Nephrology", "Geriatrics",
        "Ambulatory Medicine", "Night Medicine"}},
      {"Surgery",
       5,
       50,
       6,
       0,
       {"General Surgery", "Trauma Surgery", "Vascular Surgery", "Surgical Intensive Care", "Transplant Surgery"}},
      {"Pediatrics",
       3,
       42,
       6,
       3,
       {"Pediatric Ward", "Neonatal Intensive Care", "Newborn Nursery", "Pediatric Clinic", "Adolescent Medicine",
        "Pediatric Nights"}},
      {"Psychiatry",
       4,
       24,
       3,
       2,
       {"Inpatient Psychiatry", "Consultation Psychiatry", "Addiction Medicine", "Outpatient Psychiatry",
        "Child Psychiatry"}},
      {"Emergency Medicine", 3, 18, 4, 3, {"Emergency Department Days", "Emergency Department Nights", "Toxicology"}},
      {rural_unit,
       3,
       24,
       12,
       2,
       {"Harlow Creek Clinic", "Harlow Creek Ward", "Harlow Creek Maternity", "Community Health"}},
  };
  return list;
}

/// Departments and how many educators each has; residencies first, in the order of residencies().
constexpr auto departments = std::to_array<std::pair<std::string_view, int>>({
    {"Internal Medicine", 60},
    {"Surgery", 40},
    {"Pediatrics", 36},
    {"Psychiatry", 24},
    {"Emergency Medicine", 20},
    {rural_unit, 13},
    {"Pathology", 12},
    {"Radiology", 14},
    {"Anesthesiology", 16},
    {"Neurology", 16},
    {"Obstetrics and Gynecology", 14},
    {"Family Medicine", 14},
    {"Basic Sciences", 14},
    {"Public Health", 7},
});

constexpr auto clerkships = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"Medicine Clerkship", "Internal Medicine"},
    {"Surgery Clerkship", "Surgery"},
    {"Pediatrics Clerkship", "Pediatrics"},
    {"Neurology Clerkship", "Neurology"},
    {"Women's Health Clerkship", "Obstetrics and Gynecology"},
    {"Family Medicine Clerkship", "Family Medicine"},
});

struct Fellowship {
  std::string_view unit, specialty;
  std::array<std::string_view, 2> services;
};
constexpr auto fellowships = std::to_array<Fellowship>({
    {"Cardiology Fellowship", "Cardiology", {"Catheterization Laboratory", "Echocardiography"}},
    {"Nephrology Fellowship", "Nephrology", {"Dialysis Unit", "Kidney Transplant Clinic"}},
    {"Critical Care Fellowship", "Critical Care", {"Medical Intensive Care", "Step-Down Unit"}},
    {"Hematology Fellowship", "Hematology", {"Leukemia Service", "Coagulation Clinic"}},
});

constexpr auto languages = std::to_array<const char*>({"Spanish", "Mandarin", "Arabic", "French", "Hindi", "Vietnamese",
                                                       "Portuguese", "Korean", "Tagalog", "Amharic", "Polish",
                                                       "Ukrainian", "Turkish", "Yoruba", "American Sign Language"});
constexpr auto interests = std::to_array<const char*>({"medical education",
                                                       "quality improvement",
                                                       "health equity",
                                                       "global health",
                                                       "clinical research",
                                                       "bioethics",
                                                       "palliative care",
                                                       "leadership",
                                                       "medical humanities",
                                                       "narrative medicine",
                                                       "health policy",
                                                       "informatics",
                                                       "simulation",
                                                       "point-of-care ultrasound",
                                                       "rural health",
                                                       "addiction",
                                                       "women's health",
                                                       "parenting in medicine",
                                                       "returning after leave",
                                                       "first in family to study",
                                                       "innovation",
                                                       "basic science",
                                                       "outcomes research",
                                                       "patient safety",
                                                       "community outreach",
                                                       "wilderness medicine",
                                                       "sports medicine",
                                                       "music",
                                                       "career change",
                                                       "academic writing",
                                                       "public speaking",
                                                       "wellbeing"});

class Builder {
 public:
  Builder(const DemoCalendar& calendar, SeededRandom& random) : random_(random), names_(random) {
    it_.name = "Aldermere University School of Medicine (invented)";
    it_.calendar = calendar;
    for (std::string_view family : {"Smith", "García Villalba", "Beauchêne-Ndiaye"}) names_.keep_family(family);
  }

  DemoInstitution build() {
    make_educators();
    make_learners();
    make_duties();
    make_schedule();
    make_placements();
    make_panels();
    make_coverage();
    make_evaluations();
    plant();
    pair_the_rest();
    change_schedule();
    make_wishes();
    write_names();
    count_places();
    return std::move(it_);
  }

 private:
  // --- small tools -------------------------------------------------------------------------------------------------
  DemoPerson& person(PersonIndex index) { return it_.people[static_cast<std::size_t>(index)]; }
  const DateRange& year() const { return it_.calendar.year; }
  const DateRange& block(std::size_t index) const { return it_.calendar.blocks[index]; }
  int below(std::size_t n) { return static_cast<int>(random_.below(n)); }
  template <class List>
  const auto& one_of(const List& list) {
    return list[random_.below(list.size())];
  }
  template <class T>
  std::vector<T> shuffled(std::vector<T> list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random_.below(i)]);
    return list;
  }
  template <std::size_t n>
  std::string some_of(const std::array<const char*, n>& pool, int count, std::string text = {}) {
    std::set<int> chosen;
    while (static_cast<int>(chosen.size()) < count) chosen.insert(below(n));
    for (int index : chosen) text += (text.empty() ? "" : "; ") + std::string(pool[static_cast<std::size_t>(index)]);
    return text;
  }
  std::string days_before_year(int from, int to) {
    return (year().from - (from + below(static_cast<std::size_t>(to - from)))).iso();
  }

  PersonIndex add_person(std::string_view letter, int number, const DemoName& name) {
    DemoPerson p;
    p.id = fmt::format("{}{:04}", letter, number);
    p.given_name = name.given;
    p.family_name = name.family;
    p.plain_given = name.plain_given;
    p.plain_family = name.plain_family;
    std::string mailbox;
    for (char c : p.plain_given + (p.plain_given.empty() ? "" : ".") + p.plain_family) {
      if (c >= 'A' && c <= 'Z') mailbox += static_cast<char>(c + 32);
      else if ((c >= 'a' && c <= 'z') || c == '.' || c == '-') mailbox += c;
    }
    if (const int before = mailboxes_[mailbox]++; before > 0) mailbox += std::to_string(before + 1);
    p.email = mailbox + "@example.edu";
    p.languages = some_of(languages, std::max(0, below(5) - 2), "English");
    p.interests = some_of(interests, 2 + below(3));
    it_.people.push_back(std::move(p));
    return static_cast<PersonIndex>(it_.people.size() - 1);
  }

  void add_duty(PersonIndex holder, std::string_view kind, DemoTarget target, DateRange days, std::string_view source) {
    it_.duties.push_back({holder, std::string(kind), std::move(target), days, std::string(source)});
  }
  void add_duty(PersonIndex holder, std::string_view kind, std::string_view group, DateRange days,
                std::string_view source) {
    add_duty(holder, kind, DemoTarget{nobody, std::string(group)}, days, source);
  }
  static std::string unit(std::string_view name) { return "unit:" + std::string(name); }
  static std::string cohort(std::string_view name) { return "cohort:" + std::string(name); }

  // --- people ------------------------------------------------------------------------------------------------------
  /// One department's educators by what they do there; the rest are `free`.
  struct Department {
    std::vector<PersonIndex> all, panel, supervisors, free;
    PersonIndex chair = nobody, vice_chair = nobody, director = nobody, associate = nobody, examiner = nobody;
  };
  Department& department(std::string_view name) { return departments_[std::string(name)]; }

  PersonIndex add_educator(std::string_view dept, std::string_view profession, const DemoName& name) {
    const PersonIndex index = add_person("E", ++educators_, name);
    DemoPerson& p = person(index);
    p.kind = "educator";
    p.profession = profession;
    p.stage = "Faculty";
    p.unit = dept;
    p.specialty = dept == rural_unit ? "Family Medicine" : dept;
    p.site = dept == rural_unit ? rural_site : main_site;
    p.capacity = std::array{2, 3, 3, 4, 4, 5}[random_.below(6)];
    p.hours_per_month = p.capacity + below(3);
    p.trained_on = days_before_year(30, 500);
    p.declared_on = days_before_year(5, 60);
    return index;
  }

  void make_educators() {
    for (const auto& [name, count] : departments) {
      Department& dept = department(name);
      for (int i = 0; i < count; ++i) dept.all.push_back(add_educator(name, "physician", names_.next()));
      const Residency* residency = nullptr;
      for (const Residency& r : residencies())
        if (r.name == name) residency = &r;
      if (name == rural_unit) {
        // Everybody but the last sits on the panel; five of them supervise; the last is a community physician.
        dept.director = dept.all[0];
        dept.associate = dept.all[1];
        dept.supervisors.assign(dept.all.begin() + 2, dept.all.begin() + 7);
        dept.panel.assign(dept.all.begin(), dept.all.begin() + 12);
        dept.free.assign(dept.all.begin() + 12, dept.all.end());
        dept.examiner = dept.all[2];
        for (std::size_t i = 7; i < 12; ++i) person(dept.all[i]).capacity = 4;
        person(dept.free[0]).capacity = 4;
        continue;
      }
      std::size_t next = 0;
      dept.chair = dept.all[next++];
      person(dept.chair).capacity = 0;
      if (residency) {
        dept.vice_chair = dept.all[next++];
        dept.director = dept.all[next++];
        dept.associate = dept.all[next++];
        for (int i = 0; i < residency->panel_members; ++i) dept.panel.push_back(dept.all[next++]);
        for (std::size_t i = 0; i < residency->units.size() * static_cast<std::size_t>(residency->supervisors_per_unit);
             ++i)
          dept.supervisors.push_back(dept.all[next++]);
        if (name != "Surgery") dept.examiner = dept.all[next++];
      }
      dept.free.assign(dept.all.begin() + static_cast<std::ptrdiff_t>(next), dept.all.end());
    }
    // Psychiatry lives at two sites. At its own hospital two educators have no part in judging residents.
    Department& psychiatry = department("Psychiatry");
    std::vector<PersonIndex> there{psychiatry.director, psychiatry.associate, psychiatry.supervisors[0],
                                   psychiatry.supervisors[1]};
    there.insert(there.end(), psychiatry.panel.begin(), psychiatry.panel.end());
    for (std::size_t i = 0; i < 4; ++i) {
      PersonIndex free = psychiatry.free[i];
      there.push_back(free);
      reserved_.insert(free);
      if (i < 2) person(free).capacity = 2;
      if (i == 2) person(free).trained_on.clear();
      if (i == 3) person(free).capacity = 0;
    }
    for (PersonIndex index : there) person(index).site = psychiatry_site;
    reserved_.insert(department(rural_unit).free[0]);
    // New mentors of this year, kept free for the interns.
    for (std::string_view name : {"Neurology", "Anesthesiology", "Family Medicine"}) {
      Department& dept = department(name);
      for (std::size_t i = dept.free.size() - 10; i < dept.free.size(); ++i) {
        person(dept.free[i]).capacity = 2 + below(2);
        reserved_.insert(dept.free[i]);
      }
    }
    for (int i = 0; i < 4; ++i) nurses_.push_back(add_educator(team_unit, "nurse", names_.next()));
    for (int i = 0; i < 2; ++i) pharmacists_.push_back(add_educator(team_unit, "pharmacist", names_.next()));
    dean_ = department("Basic Sciences").chair;
    for (const auto& [name, count] : departments) {
      Department& dept = department(name);
      for (PersonIndex index : dept.all) person(index).manager = dept.chair;
      if (dept.associate != nobody) person(dept.associate).manager = dept.vice_chair;
      if (dept.vice_chair != nobody && dept.chair != nobody) person(dept.vice_chair).manager = dept.chair;
      if (dept.chair != nobody) person(dept.chair).manager = dept.chair == dean_ ? nobody : dean_;
    }
    Department& rural = department(rural_unit);
    for (PersonIndex index : rural.all) person(index).manager = rural.director;
    person(rural.director).manager = department("Family Medicine").chair;
    for (PersonIndex index : nurses_) person(index).manager = index == nurses_[0] ? nobody : nurses_[0];
    for (PersonIndex index : pharmacists_) person(index).manager = nobody;
    plant_names();
  }

  /// Gives three educators of one department the names that "J. Smith" may mean, and others names worth testing.
  void plant_names() {
    const auto rename = [&](PersonIndex index, std::string_view given, std::string_view family) {
      const DemoName name = names_.reserve(given, family);
      DemoPerson& p = person(index);
      p.given_name = name.given;
      p.family_name = name.family;
      p.plain_given = name.plain_given;
      p.plain_family = name.plain_family;
      p.email = fmt::format("{}@example.edu", p.id);
      for (char& c : p.email) c = c == 'E' || c == 'R' ? static_cast<char>(c + 32) : c;
      return index;
    };
    Department& anesthesiology = department("Anesthesiology");
    smiths_ = {rename(anesthesiology.free[0], "Jane", "Smith"), rename(anesthesiology.free[1], "Joan", "Smith"),
               rename(department("Neurology").free[0], "John", "Smith")};
    hyphenated_ = rename(department("Neurology").free[1], "Anne-Marie", "Beauchêne-Ndiaye");
    one_named_ = rename(department("Obstetrics and Gynecology").free[8], "", "Sundarika");
    rename_ = rename;
  }

  void make_learners() {
    const int start_year = year().from.civil().year;
    for (int level = 1; level <= 4; ++level) {
      for (int i = 0; i < 130; ++i) {
        const PersonIndex index = add_person("S", ++students_, names_.next());
        DemoPerson& p = person(index);
        p.kind = "learner";
        p.profession = "medical student";
        p.stage = fmt::format("M{}", level);
        p.site = campus;
        p.unit = student_unit;
        p.cohort = fmt::format("Class of {}", start_year + 5 - level);
        p.present.from = years_before(level - 1);
        if (level == 4 && i < 66) {  // trained near-peers
          p.kind = "both";
          p.capacity = 2;
          p.trained_on = days_before_year(10, 60);
          p.declared_on = days_before_year(5, 40);
        }
        by_stage_[p.stage].push_back(index);
      }
    }
    for (const Residency& residency : residencies()) {
      const Department& dept = department(residency.name);
      const std::vector<int> sizes = class_sizes(residency);
      for (int level = 1; level <= residency.years; ++level) {
        for (int i = 0; i < sizes[static_cast<std::size_t>(level - 1)]; ++i) {
          const PersonIndex index = add_person("R", ++residents_, names_.next());
          DemoPerson& p = person(index);
          p.kind = "learner";
          p.profession = "physician";
          p.stage = fmt::format("PGY-{}", level);
          p.unit = residency.name;
          p.specialty = residency.name == rural_unit ? "Family Medicine" : residency.name;
          p.site = residency.name == rural_unit     ? rural_site
                   : residency.name == "Psychiatry" ? psychiatry_site
                                                    : main_site;
          p.cohort = fmt::format("{} {}", residency.name, start_year + 1 - level);
          p.manager = dept.associate;
          p.present.from = years_before(level - 1);
          if (level == 1) it_.interns.push_back(index);
          by_program_[std::string(residency.name)].push_back(index);
        }
      }
    }
    // Off-cycle starters began with block 2, 3 or 4.
    const auto& medicine = by_program_["Internal Medicine"];
    const auto& pediatrics = by_program_["Pediatrics"];
    for (const auto& [index, late] : std::initializer_list<std::pair<PersonIndex, std::size_t>>{
             {medicine[0], 1}, {medicine[1], 3}, {pediatrics[0], 2}})
      person(index).present.from = block(late).from;
    int fellows = 0;
    for (const Fellowship& fellowship : fellowships) {
      for (int i = 0; i < 8; ++i) {
        const PersonIndex index = add_person("F", ++fellows, names_.next());
        DemoPerson& p = person(index);
        p.kind = "learner";
        p.profession = "physician";
        p.stage = i < 4 ? "Fellow 1" : "Fellow 2";
        p.unit = fellowship.unit;
        p.specialty = fellowship.specialty;
        p.site = main_site;
        p.cohort = fmt::format("Fellows {}", i < 4 ? start_year : start_year - 1);
        p.present.from = years_before(i < 4 ? 0 : 1);
        by_program_[std::string(fellowship.unit)].push_back(index);
      }
    }
    for (int i = 0; i < 40; ++i) {
      const bool nurse = i < 24;
      const PersonIndex index = add_person("N", i + 1, names_.next());
      DemoPerson& p = person(index);
      p.kind = "learner";
      p.profession = nurse ? "nurse" : "pharmacist";
      p.stage = "Early career";
      p.unit = team_unit;
      p.site = main_site;
      p.cohort = fmt::format("Interprofessional {}", start_year);
      p.manager = nurse ? nurses_[0] : pharmacists_[0];
      p.present.from = years_before(1);
      by_program_[std::string(team_unit)].push_back(index);
    }
    // Two residents share a full name. Only one of them appears in the evaluation export.
    for (PersonIndex index : {medicine[40], by_program_["Surgery"][20]}) rename_(index, "Mariana", "García Villalba");
    // A resident who left, as rosters have them.
    DemoPerson& left = person(by_program_["Pediatrics"][40]);
    left.present.to = block(2).to;
    left.left_because = "transferred";
    leaver_ = by_program_["Pediatrics"][40];
  }

  Date years_before(int years) const {
    const auto [y, m, d] = year().from.civil();
    return Date::of(y - years, m, std::min(d, 28)).value_or(year().from - 365 * years);
  }

  static std::vector<int> class_sizes(const Residency& residency) {
    // First years: 30 + 10 + 14 + 6 + 6 + 8 = 74.
    return std::vector<int>(static_cast<std::size_t>(residency.years), residency.residents / residency.years);
  }

  // --- duties ------------------------------------------------------------------------------------------------------
  void make_duties() {
    const DateRange open{years_before(2), Date::max()};
    for (const Residency& residency : residencies()) {
      const Department& dept = department(residency.name);
      add_duty(dept.director, "directs", unit(residency.name), open, "GME office");
      if (residency.name == "Surgery") continue;  // no evaluator data: that is the point
      add_duty(dept.associate, "writes_evaluation", unit(residency.name), year(), "GME office");
      add_duty(dept.examiner, "assesses", unit(residency.name), year(), "in-training examination");
      for (std::size_t u = 0; u < residency.units.size(); ++u) {
        for (int i = 0; i < residency.supervisors_per_unit; ++i) {
          const std::size_t at =
              u * static_cast<std::size_t>(residency.supervisors_per_unit) + static_cast<std::size_t>(i);
          const PersonIndex supervisor = dept.supervisors[at % dept.supervisors.size()];
          add_duty(supervisor, "supervises_clinically", unit(residency.units[u]), open, "attending roster");
          supervisors_of_[std::string(residency.units[u])].push_back(supervisor);
        }
      }
    }
    for (std::size_t i = 0; i < 2; ++i) {
      const PersonIndex supervisor = department("Internal Medicine").free[i];
      add_duty(supervisor, "supervises_clinically", unit(palliative_care), open, "attending roster");
      supervisors_of_[std::string(palliative_care)].push_back(supervisor);
    }
    // Students: three teachers judge each class, a promotion committee sits over two classes at a time.
    const Department& sciences = department("Basic Sciences");
    std::size_t next = 0;
    for (int level = 1; level <= 4; ++level) {
      const std::string class_of = cohort(person(by_stage_[fmt::format("M{}", level)][0]).cohort);
      for (std::string_view kind : {"writes_evaluation", "writes_evaluation", "assesses"}) {
        const PersonIndex teacher = sciences.free[next++];
        add_duty(teacher, kind, class_of, year(), kind == "assesses" ? "examination board" : "curriculum office");
        class_judges_[level].push_back(teacher);
      }
    }
    add_duty(department("Public Health").chair, "directs", unit(student_unit), open, "dean's office");
    for (const auto& [clerkship, dept] : clerkships) {
      for (std::size_t i = 0; i < 3; ++i) {
        // From the free end that is not kept for the interns.
        const PersonIndex supervisor = department(dept).free[i + 2 < department(dept).free.size() ? i + 2 : i];
        if (reserved_.contains(supervisor)) continue;
        add_duty(supervisor, "supervises_clinically", unit(clerkship), year(), "clerkship office");
        supervisors_of_[std::string(clerkship)].push_back(supervisor);
      }
    }
    // Fellows: a director, a manager, one supervisor per service, from Internal Medicine.
    const Department& medicine = department("Internal Medicine");
    std::size_t free = 6;
    for (const Fellowship& fellowship : fellowships) {
      add_duty(medicine.free[free++], "directs", unit(fellowship.unit), open, "fellowship office");
      const PersonIndex manager = medicine.free[free++];
      for (PersonIndex fellow : by_program_[std::string(fellowship.unit)]) person(fellow).manager = manager;
      for (std::string_view service : fellowship.services) {
        supervisors_of_[std::string(service)].push_back(medicine.free[free]);
        add_duty(medicine.free[free++], "supervises", unit(service), open, "fellowship office");
      }
      add_duty(medicine.vice_chair, "assesses", unit(fellowship.unit), year(), "fellowship office");
    }
    // The interprofessional program.
    add_duty(nurses_[1], "writes_evaluation", unit(team_unit), year(), "practice education");
    add_duty(pharmacists_[1], "assesses", unit(team_unit), year(), "practice education");
    // Chief residents set the rota of their program.
    for (std::string_view program : {"Internal Medicine", "Pediatrics", "Emergency Medicine"}) {
      const PersonIndex chief = by_program_[std::string(program)].back();
      add_duty(chief, "sets_rota_of", unit(program), year(), "chief residents");
    }
  }

  // --- schedule, placements, panels --------------------------------------------------------------------------------
  void make_schedule() {
    for (const Residency& residency : residencies()) {
      const auto& residents = by_program_[std::string(residency.name)];
      for (std::size_t r = 0; r < residents.size(); ++r) {
        const DemoPerson& p = person(residents[r]);
        DemoScheduleRow row{residents[r], {}};
        const std::size_t vacation = random_.below(13);
        const bool on_leave = r % 40 == 17;
        const std::size_t leave_from = 2 + random_.below(6);
        for (std::size_t b = 0; b < 13; ++b) {
          std::string cell(one_of(residency.units));
          const std::string other(one_of(residency.units));
          if (residency.name == "Emergency Medicine" && (b + r) % 6 == 5) cell = "Critical Care";
          if (residency.name == "Internal Medicine" && r % 9 == 4 && b == 9) cell = palliative_care;
          // Every psychiatry intern works on the inpatient ward in blocks 2 and 8.
          const bool fixed = residency.name == "Psychiatry" && p.stage == "PGY-1" && (b == 1 || b == 7);
          if (fixed) cell = "Inpatient Psychiatry";
          else if (block(b).from < p.present.from || block(b).from >= p.present.to) cell = "";
          else if (on_leave && b >= leave_from && b < leave_from + 3) cell = "LOA";
          else if (b == vacation) cell = "Vacation";
          else if (other != cell && random_.below(8) == 0) cell += " / " + other;
          row.cells.push_back(std::move(cell));
        }
        it_.schedule.push_back(std::move(row));
      }
    }
  }

  void make_placements() {
    const auto& third_years = by_stage_["M3"];
    for (std::size_t s = 0; s < third_years.size(); ++s)
      for (std::size_t c = 0; c < clerkships.size(); ++c)
        it_.placements.push_back({third_years[s],
                                  std::string(clerkships[(s + c) % clerkships.size()].first),
                                  {block(2 * c).from, block(2 * c + 1).to}});
    for (const Fellowship& fellowship : fellowships) {
      const auto& fellows = by_program_[std::string(fellowship.unit)];
      for (std::size_t f = 0; f < fellows.size(); ++f) {
        it_.placements.push_back({fellows[f], std::string(fellowship.services[f % 2]), {block(0).from, block(5).to}});
        it_.placements.push_back(
            {fellows[f], std::string(fellowship.services[(f + 1) % 2]), {block(6).from, year().to}});
      }
    }
  }

  void make_panels() {
    for (const Residency& residency : residencies())
      for (PersonIndex member : department(residency.name).panel)
        it_.panels.push_back({member, unit(residency.name), {years_before(1), year().to}, {}});
    for (int level = 1; level <= 4; ++level) {
      const Department& dept = department(level <= 2 ? "Pathology" : "Radiology");
      for (std::size_t i = 0; i < 3; ++i)
        it_.panels.push_back(
            {dept.free[i], cohort(person(by_stage_[fmt::format("M{}", level)][0]).cohort), year(), {}});
    }
    // One left the panel just before the year began.
    former_member_ = department("Pathology").free[4];
    it_.panels.push_back({former_member_, unit("Internal Medicine"), {years_before(1), year().from - 20}, {}});
  }

  void make_coverage() {
    it_.unknown_unit = "Surgery";
    for (const Residency& residency : residencies())
      if (residency.name != it_.unknown_unit) it_.covered_groups.push_back(unit(residency.name));
    for (const Fellowship& fellowship : fellowships) it_.covered_groups.push_back(unit(fellowship.unit));
    it_.covered_groups.push_back(unit(student_unit));
    it_.covered_groups.push_back(unit(team_unit));
  }

  /// The evaluation system's rows of blocks 1 to 4, each by a supervisor of the rotation; none from Surgery.
  void make_evaluations() {
    for (const DemoScheduleRow& row : it_.schedule) {
      if (person(row.resident).unit == it_.unknown_unit) continue;
      for (std::size_t b = 0; b < 4; ++b) {
        const auto services = services_of(row.cells[b]);
        if (services.empty()) continue;
        const auto& supervisors = supervisors_of_[services.front()];
        if (supervisors.empty()) continue;
        it_.evaluations.push_back({one_of(supervisors),
                                   row.resident,
                                   services.front(),
                                   block(b),
                                   b == 3                   ? "Pending"
                                   : random_.below(12) == 0 ? "Expired"
                                                            : "Completed",
                                   {},
                                   {}});
      }
    }
  }

  // --- what is planted ---------------------------------------------------------------------------------------------
  DateRange pair_days() { return {years_before(1) + 30 + below(40), year().to}; }

  void plant(std::string name, std::string situation, PersonIndex learner, PersonIndex educator, std::string_view role,
             std::string_view tie, std::string_view answer, std::vector<std::string> files,
             std::optional<DateRange> days = std::nullopt) {
    if (learner == nobody) return;  // no such learner with this seed; demo_test counts the cases
    const int number = ++case_numbers_[name];
    it_.cases.push_back({fmt::format("{}-{:02}", name, number), std::move(situation), std::string(tie),
                         std::string(answer), std::move(files), it_.pairs.size()});
    it_.pairs.push_back({learner, educator, days.value_or(pair_days()), std::string(role), it_.cases.back().name});
    paired_.insert(learner);
    ++load_[educator];
  }

  /// Whether every tie of the two is `tie` and there is at least one.
  static bool only(const std::vector<DemoTie>& ties, std::string_view tie) {
    return !ties.empty() && std::ranges::all_of(ties, [&](const DemoTie& t) { return t.tie == tie; });
  }

  /// A learner without a pair for whom the educator's ties satisfy the wish; nobody when there is none.
  PersonIndex find_learner(const Ties& ties, const std::vector<PersonIndex>& among, PersonIndex educator,
                           const std::function<bool(const std::vector<DemoTie>&)>& wish) {
    for (PersonIndex learner : shuffled(among)) {
      const DemoPerson& p = person(learner);
      if (paired_.contains(learner) || p.stage == "PGY-1" || p.stage == "M1" || p.stage == "Fellow 1" ||
          learner == leaver_)
        continue;
      if (wish(ties.between(educator, learner))) return learner;
    }
    return nobody;
  }
  static bool no_tie(const std::vector<DemoTie>& ties) { return ties.empty(); }

  void plant() {
    plant_supervisors();
    plant_panels();
    plant_hierarchy();
    plant_evaluators();
    plant_indirect();
    plant_near_peers();
    plant_windows();
    plant_resignation();
    plant_change();
  }

  void plant_supervisors() {
    const Ties ties(it_, it_.schedule);
    const auto by_supervisor = [](const std::vector<DemoTie>& t) { return only(t, "supervises_clinically"); };
    for (const auto& [program, service] :
         std::initializer_list<std::pair<std::string, std::string>>{{"Internal Medicine", "Critical Care"},
                                                                    {"Internal Medicine", "Cardiology"},
                                                                    {"Internal Medicine", "Nephrology"},
                                                                    {"Internal Medicine", "Geriatrics"},
                                                                    {"Internal Medicine", "General Medicine A"},
                                                                    {"Pediatrics", "Neonatal Intensive Care"},
                                                                    {"Pediatrics", "Pediatric Ward"},
                                                                    {"Pediatrics", "Newborn Nursery"},
                                                                    {"Emergency Medicine", "Emergency Department Days"},
                                                                    {"Emergency Medicine", "Critical Care"},
                                                                    {"Emergency Medicine", "Toxicology"},
                                                                    {"Psychiatry", "Consultation Psychiatry"}}) {
      for (PersonIndex supervisor : supervisors_of_[service]) {
        if (load_[supervisor]) continue;
        const PersonIndex learner = find_learner(ties, by_program_[program], supervisor, by_supervisor);
        if (learner == nobody) continue;
        plant(
            "rotation_supervisor",
            fmt::format("The mentor is an attending on {}, and the block schedule sends the resident there.", service),
            learner, supervisor, "mentor", "supervises_clinically", "block", {"block_schedule.csv", "duties.csv"});
        break;
      }
    }
    // One whose only shared block is half of a split cell.
    bool found = false;
    for (const DemoScheduleRow& row : it_.schedule) {
      if (found || paired_.contains(row.resident) || person(row.resident).unit != "Internal Medicine" ||
          person(row.resident).stage == "PGY-1")
        continue;
      for (std::size_t b = 4; b < row.cells.size() && !found; ++b) {
        const auto services = services_of(row.cells[b]);
        if (services.size() != 2) continue;
        for (PersonIndex supervisor : supervisors_of_[services[1]]) {
          const auto held = ties.between(supervisor, row.resident);
          if (load_[supervisor] || held.size() != 1 || !only(held, "supervises_clinically")) continue;
          plant("split_cell",
                fmt::format("The mentor is an attending on {}, which is the second half of block {} in the schedule.",
                            services[1], b + 1),
                row.resident, supervisor, "mentor", "supervises_clinically", "block",
                {"block_schedule.csv", "duties.csv"});
          found = true;
          break;
        }
      }
    }
    for (std::string_view clerkship : {"Medicine Clerkship", "Pediatrics Clerkship", "Women's Health Clerkship"}) {
      const PersonIndex supervisor = supervisors_of_[std::string(clerkship)][0];
      plant("clerkship_supervisor",
            fmt::format("The mentor supervises the {}, and the student passes through it.", clerkship),
            find_learner(ties, by_stage_["M3"], supervisor, by_supervisor), supervisor, "mentor",
            "supervises_clinically", "block", {"placements.csv", "duties.csv"});
    }
    for (std::size_t f : {0U, 2U}) {
      const PersonIndex supervisor = supervisors_of_[std::string(fellowships[f].services[0])][0];
      plant("fellow_supervisor", "The mentor supervises the fellow's service, evaluation included.",
            find_learner(ties, by_program_[std::string(fellowships[f].unit)], supervisor,
                         [](const auto& t) { return only(t, "supervises"); }),
            supervisor, "mentor", "supervises", "block", {"placements.csv", "duties.csv"});
    }
    // Teachers who judge a whole class.
    for (int level = 2; level <= 4; ++level) {
      const bool examiner = level == 4;
      const PersonIndex teacher = class_judges_[level][examiner ? 2 : 0];
      plant("class_assessor",
            examiner ? "The mentor examines the student's whole class."
                     : "The mentor writes evaluations of the student's whole class.",
            find_learner(ties, by_stage_[fmt::format("M{}", level)], teacher,
                         [&](const auto& t) { return only(t, examiner ? "assesses" : "evaluates"); }),
            teacher, "mentor", examiner ? "assesses" : "evaluates", "block", {"duties.csv"});
    }
  }

  void plant_panels() {
    const Ties ties(it_, it_.schedule);
    const auto by_panel = [](const std::vector<DemoTie>& t) { return only(t, "panel"); };
    // The small site: every running pair is with a panel member.
    const Department& rural = department(rural_unit);
    for (PersonIndex member : std::vector(rural.all.begin() + 7, rural.all.begin() + 12)) {
      for (int i = 0; i < 4; ++i) {
        const PersonIndex learner = find_learner(ties, by_program_[std::string(rural_unit)], member, by_panel);
        if (learner == nobody) continue;
        plant("small_site_panel",
              "At the small site every faculty member sits on the panel that decides about the resident.", learner,
              member, "mentor", "panel", "block", {"panels.csv"});
      }
    }
    for (std::size_t i = 0; i < 3; ++i) {
      const PersonIndex member = department("Internal Medicine").panel[i];
      plant("panel_member", "The mentor sits on the resident's competency committee.",
            find_learner(ties, by_program_["Internal Medicine"], member, by_panel), member, "mentor", "panel", "block",
            {"panels.csv"});
    }
    const PersonIndex surgeon = department("Surgery").panel[0];
    plant("panel_member_unknown_department",
          "The mentor sits on the panel. That the department's evaluators are unknown does not make it better.",
          find_learner(ties, by_program_["Surgery"], surgeon, by_panel), surgeon, "mentor", "panel", "block",
          {"panels.csv"});
    for (int level = 2; level <= 3; ++level) {
      for (std::size_t i = 0; i < 2; ++i) {
        const PersonIndex member = department(level == 2 ? "Pathology" : "Radiology").free[i];
        plant("promotion_committee", "The mentor sits on the promotion committee of the student's class.",
              find_learner(ties, by_stage_[fmt::format("M{}", level)], member, by_panel), member, "mentor", "panel",
              "block", {"panels.csv"});
      }
    }
    // One member keeps out of this resident's case: the panel list says so, and the pair is in order.
    const PersonIndex member = department("Internal Medicine").panel[4];
    const PersonIndex learner = find_learner(ties, by_program_["Internal Medicine"], member, by_panel);
    for (DemoSeat& seat : it_.panels)
      if (learner != nobody && seat.member == member) seat.recused_for.push_back(learner);
    plant("recused_member", "The mentor sits on the committee but is recused from this resident's case.", learner,
          member, "mentor", "", "allow", {"panels.csv"});
  }

  void plant_hierarchy() {
    const Ties ties(it_, it_.schedule);
    for (std::string_view program : {"Internal Medicine", "Pediatrics"}) {
      const PersonIndex vice_chair = department(program).vice_chair;
      person(vice_chair).capacity = 1;
      plant("managers_manager", "The mentor is the manager of the resident's manager.",
            find_learner(ties, by_program_[std::string(program)], vice_chair,
                         [](const auto& t) { return only(t, "management_chain"); }),
            vice_chair, "mentor", "management_chain", "block", {"people.csv"});
    }
    for (std::string_view program : {"Pediatrics", "Emergency Medicine"}) {
      const PersonIndex director = department(program).director;
      plant("program_director", "The mentor directs the resident's program.",
            find_learner(ties, by_program_[std::string(program)], director,
                         [](const auto& t) { return only(t, "directs_unit"); }),
            director, "mentor", "directs_unit", "block", {"duties.csv"});
    }
    const auto managed = [](const std::vector<DemoTie>& t) { return only(t, "manages"); };
    const auto& fellows = by_program_[std::string(fellowships[1].unit)];
    plant("line_manager", "The mentor is the fellow's line manager.",
          find_learner(ties, fellows, person(fellows[0]).manager, managed), person(fellows[0]).manager, "mentor",
          "manages", "block", {"people.csv"});
    plant("coach_is_manager", "The coach is the pharmacist's line manager.",
          find_learner(ties, by_program_[std::string(team_unit)], pharmacists_[0], managed), pharmacists_[0], "coach",
          "manages", "block", {"people.csv"});
  }

  void plant_evaluators() {
    const Ties ties(it_, it_.schedule);
    struct Wanted {
      PersonIndex evaluator;
      std::string program;
      std::string text;
    };
    const auto& anesthesiology = department("Anesthesiology").free;
    const auto& obstetrics = department("Obstetrics and Gynecology").free;
    const auto& surgery = department("Surgery").free;
    const auto name = [&](PersonIndex index) -> DemoPerson& { return person(index); };
    const PersonIndex upper = obstetrics[6], folded = surgery[20], titled = anesthesiology[3], comma = surgery[24];
    const std::vector<Wanted> wanted{
        {smiths_[0], "Internal Medicine", "Smith, Jane"},
        {smiths_[1], "Internal Medicine", "J. Smith"},
        {smiths_[2], "Pediatrics", "Smith, J"},
        {titled, "Internal Medicine", fmt::format("Dr {} {} MD", name(titled).given_name, name(titled).family_name)},
        {hyphenated_, "Pediatrics", "Beauchene-Ndiaye, Anne-Marie"},
        {one_named_, "Emergency Medicine", "Sundarika"},
        {upper, "Psychiatry", fmt::format("{}, {}", name(upper).plain_family, name(upper).plain_given)},
        {folded, "Internal Medicine", fmt::format("{} {}", name(folded).plain_given, name(folded).plain_family)},
        {comma, "Internal Medicine", fmt::format("{}, {}, MD", name(comma).family_name, name(comma).given_name)},
    };
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      PersonIndex learner = nobody;
      std::string rotation;
      const std::size_t b = i % 3;
      for (PersonIndex candidate : shuffled(by_program_[wanted[i].program])) {
        if (paired_.contains(candidate) || person(candidate).stage == "PGY-1" || candidate == leaver_ ||
            !ties.none(wanted[i].evaluator, candidate))
          continue;
        // The first case goes to the resident who shares a full name with a colleague.
        if (i == 0 && candidate != by_program_["Internal Medicine"][40]) continue;
        const auto row = std::ranges::find_if(it_.schedule, [&](const auto& r) { return r.resident == candidate; });
        const auto services = services_of(row->cells[b]);
        if (services.empty()) continue;
        learner = candidate;
        rotation = services.front();
        break;
      }
      if (learner == nobody) continue;
      it_.evaluations.push_back({wanted[i].evaluator, learner, rotation, block(b), "Completed", wanted[i].text, {}});
      plant(
          "evaluator_by_name",
          fmt::format("The evaluation export names the mentor as “{}”: the mentor evaluated the resident in block {}.",
                      wanted[i].text, b + 1),
          learner, wanted[i].evaluator, "mentor", "evaluates", "block", {"evaluations.csv"});
    }
    it_.choices.push_back({"J. Smith", {smiths_[0], smiths_[1], smiths_[2]}, smiths_[1]});
    it_.choices.push_back({"Smith, J", {smiths_[0], smiths_[1], smiths_[2]}, smiths_[2]});
  }

  void plant_indirect() {
    const auto& obstetrics = department("Obstetrics and Gynecology").free;
    const auto& radiology = department("Radiology").free;
    const auto& medicine = by_program_["Internal Medicine"];
    {  // relative of an attending of the resident's rotation
      const PersonIndex mentor = radiology[6], attending = supervisors_of_["Cardiology"][2];
      add_duty(mentor, "related_to", DemoTarget{attending, {}}, {years_before(2), Date::max()}, "yearly declaration");
      const Ties ties(it_, it_.schedule);
      plant("relative_of_assessor",
            "The mentor is a close relative of an attending who supervises the resident on Cardiology.",
            find_learner(ties, medicine, mentor, [](const auto& t) { return only(t, "related_to_assessor"); }), mentor,
            "mentor", "related_to_assessor", "disclose", {"duties.csv", "block_schedule.csv"});
    }
    {  // delegated assessment
      const PersonIndex mentor = obstetrics[9], examiner = department("Internal Medicine").examiner;
      add_duty(examiner, "delegates_to", DemoTarget{mentor, {}}, {block(2).from, block(6).to},
               "in-training examination");
      const Ties ties(it_, it_.schedule);
      plant("delegated_assessment",
            "The examiner of the resident's program has handed the assessing to the mentor for five blocks.",
            find_learner(ties, medicine, mentor, [](const auto& t) { return only(t, "delegated_assessment"); }), mentor,
            "mentor", "delegated_assessment", "block", {"duties.csv"});
    }
    {  // referee
      const PersonIndex mentor = radiology[7];
      const Ties before(it_, it_.schedule);
      const PersonIndex learner = find_learner(before, by_program_[std::string(fellowships[3].unit)], mentor, no_tie);
      if (learner != nobody)
        add_duty(mentor, "referees", DemoTarget{learner, {}}, {block(1).from, block(4).to}, "fellowship office");
      plant("referee", "The mentor writes a reference for the fellow.", learner, mentor, "mentor", "referees",
            "disclose", {"duties.csv"});
    }
    {  // the mentor's own manager supervises the resident
      const PersonIndex mentor = radiology[8];
      person(mentor).manager = supervisors_of_["Nephrology"][1];
      const Ties ties(it_, it_.schedule);
      plant("reports_to_supervisor", "The mentor reports to an attending who supervises the resident on Nephrology.",
            find_learner(ties, medicine, mentor, [](const auto& t) { return only(t, "reports_to_supervisor"); }),
            mentor, "mentor", "reports_to_supervisor", "disclose", {"people.csv", "block_schedule.csv"});
    }
  }

  void plant_near_peers() {
    const auto near_peer = [&](PersonIndex index) {
      person(index).kind = "both";
      person(index).capacity = 1;
      return index;
    };
    const auto& medicine = by_program_["Internal Medicine"];
    const auto& third_years = by_stage_["M3"];
    const PersonIndex senior = near_peer(medicine[70]), second = near_peer(medicine[72]);
    // Student s is on clerkship (s + c) mod 6 in blocks 2c+1 and 2c+2, so student 0 is on Medicine first.
    add_duty(senior, "supervises_clinically", DemoTarget{third_years[0], {}}, {block(0).from, block(1).to},
             "clerkship office");
    plant("near_peer_supervises", "The near-peer works with the student on the ward: said openly, not forbidden.",
          third_years[0], senior, "peer_mentor", "supervises_clinically", "disclose", {"duties.csv"});
    add_duty(second, "writes_evaluation", DemoTarget{third_years[6], {}}, {block(0).from, block(1).to},
             "clerkship office");
    plant("near_peer_evaluates", "The near-peer writes the student's evaluation: that may not be.", third_years[6],
          second, "peer_mentor", "evaluates", "block", {"duties.csv"});
    paired_.erase(third_years[0]);  // both may have a mentor as well
    paired_.erase(third_years[6]);
  }

  void plant_windows() {
    const Ties ties(it_, it_.schedule);
    const auto& medicine = by_program_["Internal Medicine"];
    plant("former_panel_member", "The mentor left the resident's committee twenty days before the year began.",
          find_learner(ties, medicine, former_member_, [](const auto& t) { return only(t, "panel"); }), former_member_,
          "mentor", "panel", "block", {"panels.csv"});
    // A pair that ends before the mentor's supervision begins: only the look-ahead sees it.
    for (PersonIndex supervisor : supervisors_of_["Ambulatory Medicine"]) {
      const PersonIndex learner = find_learner(ties, medicine, supervisor, [&](const std::vector<DemoTie>& t) {
        return only(t, "supervises_clinically") &&
               std::ranges::all_of(t, [&](const DemoTie& tie) { return tie.days.from >= block(8).from; });
      });
      if (learner == nobody) continue;
      plant("coming_rotation",
            "The pair ends before the resident reaches the mentor's service, but knows it is coming.", learner,
            supervisor, "mentor", "supervises_clinically", "block", {"block_schedule.csv", "duties.csv"},
            DateRange{years_before(1) + 40, block(7).from});
      break;
    }
  }

  void plant_resignation() {
    it_.resigned = department("Obstetrics and Gynecology").free[10];
    DemoPerson& mentor = person(it_.resigned);
    mentor.capacity = 3;
    mentor.present.to = it_.calendar.today - 40;
    mentor.left_because = "resigned";
    const Ties ties(it_, it_.schedule);
    for (std::string_view program : {"Internal Medicine", "Pediatrics", "Emergency Medicine"}) {
      const PersonIndex learner = find_learner(ties, by_program_[std::string(program)], it_.resigned, no_tie);
      if (learner == nobody) continue;
      it_.orphaned_pairs.push_back(it_.pairs.size());
      it_.pairs.push_back({learner, it_.resigned, {years_before(1) + 35, mentor.present.to}, "mentor", {}});
      paired_.insert(learner);
      ++load_[it_.resigned];
    }
  }

  /// Someone from outside sits on a rotation's review panel; the changed schedule will send a mentee there in block 6.
  void plant_change() {
    it_.changed_unit = palliative_care;
    const PersonIndex mentor = department("Radiology").free[9];
    it_.panels.push_back({mentor, unit(it_.changed_unit), year(), {}});
    const Ties ties(it_, it_.schedule);
    PersonIndex learner = nobody;
    for (const DemoScheduleRow& row : it_.schedule) {
      if (learner != nobody || services_of(row.cells[5]).empty() || row.cells[5].contains('/')) continue;
      learner = find_learner(ties, {row.resident}, mentor, [&](const auto& t) {
        return t.empty() && person(row.resident).unit == "Internal Medicine";
      });
    }
    if (learner == nobody) return;
    it_.changed_pair = it_.pairs.size();
    it_.pairs.push_back({learner, mentor, pair_days(), "mentor", {}});
    paired_.insert(learner);
    ++load_[mentor];
    person(mentor).capacity = 3;
  }

  // --- the clean rest ----------------------------------------------------------------------------------------------
  void pair_the_rest() {
    const Ties ties(it_, it_.schedule);
    std::vector<PersonIndex> mentors, coaches;
    for (std::size_t i = 0; i < it_.people.size(); ++i) {
      const auto index = static_cast<PersonIndex>(i);
      const DemoPerson& p = it_.people[i];
      if (p.kind != "educator" || p.site != main_site || reserved_.contains(index) || index == it_.resigned ||
          p.capacity <= 0)
        continue;
      (p.unit == team_unit || p.unit == "Public Health" ? coaches : mentors).push_back(index);
    }
    const auto pair_up = [&](PersonIndex learner, std::vector<PersonIndex>& pool, std::string_view role) {
      // Start at a random place and go round, so that loads stay even and the work is linear.
      const std::size_t start = random_.below(pool.size());
      for (std::size_t k = 0; k < pool.size(); ++k) {
        const PersonIndex educator = pool[(start + k) % pool.size()];
        if (load_[educator] >= person(educator).capacity || !ties.none(educator, learner)) continue;
        it_.pairs.push_back({learner, educator, pair_days(), std::string(role), {}});
        paired_.insert(learner);
        ++load_[educator];
        return;
      }
    };
    std::vector<PersonIndex> learners;
    for (std::string_view stage : {"M2", "M3", "M4"})
      learners.insert(learners.end(), by_stage_[std::string(stage)].begin(), by_stage_[std::string(stage)].end());
    for (const Residency& residency : residencies())
      for (PersonIndex resident : by_program_[std::string(residency.name)])
        if (person(resident).stage != "PGY-1" && resident != leaver_) learners.push_back(resident);
    for (const Fellowship& fellowship : fellowships)
      for (PersonIndex fellow : by_program_[std::string(fellowship.unit)])
        if (person(fellow).stage == "Fellow 2") learners.push_back(fellow);
    for (PersonIndex learner : shuffled(learners))
      if (!paired_.contains(learner) && random_.below(20) != 0) pair_up(learner, mentors, "mentor");
    for (PersonIndex learner : by_program_[std::string(team_unit)])
      if (!paired_.contains(learner)) pair_up(learner, coaches, "coach");
    std::vector<PersonIndex> near_peers;
    for (PersonIndex student : by_stage_["M4"])
      if (person(student).kind == "both") near_peers.push_back(student);
    for (std::size_t i = 0; i < 60; ++i) pair_up(by_stage_["M1"][i * 2], near_peers, "peer_mentor");
  }

  /// Seven cells of the schedule change; one of them brings a panel member's mentee under that panel.
  void change_schedule() {
    it_.changed_schedule = it_.schedule;
    const DemoPair& pair = it_.pairs[it_.changed_pair];
    const auto row_of = [&](PersonIndex resident) -> DemoScheduleRow& {
      return *std::ranges::find_if(it_.changed_schedule, [&](const auto& row) { return row.resident == resident; });
    };
    row_of(pair.learner).cells[5] = it_.changed_unit;
    // Six others swap blocks 6 and 7, which changes no pair's answer.
    int swapped = 0;
    for (const DemoScheduleRow& row : it_.schedule) {
      if (swapped == 6) break;
      if (person(row.resident).stage != "PGY-1" || row.cells[5] == row.cells[6]) continue;
      if (person(row.resident).unit != "Pediatrics" && person(row.resident).unit != "Emergency Medicine") continue;
      DemoScheduleRow& changed = row_of(row.resident);
      std::swap(changed.cells[5], changed.cells[6]);
      ++swapped;
    }
  }

  void make_wishes() {
    const Ties ties(it_, it_.schedule);
    std::vector<PersonIndex> offering;
    for (std::size_t i = 0; i < it_.people.size(); ++i) {
      const DemoPerson& p = it_.people[i];
      const auto index = static_cast<PersonIndex>(i);
      if (p.kind == "educator" && p.capacity > load_[index] && !p.trained_on.empty() && index != it_.resigned)
        offering.push_back(index);
    }
    int vetoes = 0;
    for (PersonIndex intern : it_.interns) {
      std::vector<PersonIndex> open;
      for (PersonIndex educator : offering)
        if (person(educator).site == person(intern).site && ties.none(educator, intern)) open.push_back(educator);
      open = shuffled(open);
      const std::size_t wishes = std::min<std::size_t>(open.size(), 3 + random_.below(3));
      for (std::size_t w = 0; w < wishes; ++w) it_.preferences.push_back({intern, open[w], static_cast<int>(w + 1)});
      // A private "not this person", never about someone at a site where places are short.
      if (open.size() > 20 && vetoes < 9 && random_.below(6) == 0) {
        it_.vetoes.push_back({intern, open[wishes]});
        ++vetoes;
      }
    }
  }

  // --- names in the export -----------------------------------------------------------------------------------------
  void write_names() {
    std::map<std::string, int> by_initial, by_full, by_family;
    for (const DemoPerson& p : it_.people) {
      ++by_initial[p.plain_given.substr(0, 1) + "|" + p.plain_family];
      ++by_full[p.plain_given + "|" + p.plain_family];
      ++by_family[p.plain_family];
    }
    const auto written = [&](PersonIndex index) -> std::string {
      const DemoPerson& p = person(index);
      if (p.given_name.empty()) return p.family_name;
      const bool initial_is_enough = by_initial[p.plain_given.substr(0, 1) + "|" + p.plain_family] == 1;
      switch (random_.below(8)) {
        case 0: return fmt::format("Dr {} {} MD", p.given_name, p.family_name);
        case 1: return fmt::format("{} {}", p.given_name, p.family_name);
        case 2: return fmt::format("{}, {}", p.plain_family, p.plain_given);
        case 3:
          // An initial only where it can mean one person, and where the given name starts with a plain letter.
          if (initial_is_enough && static_cast<unsigned char>(p.given_name[0]) < 0x80)
            return fmt::format("{}. {}", p.given_name.substr(0, 1), p.family_name);
          [[fallthrough]];
        default: return fmt::format("{}, {}", p.family_name, p.given_name);
      }
    };
    for (DemoEvaluation& evaluation : it_.evaluations) {
      if (evaluation.evaluator_text.empty()) evaluation.evaluator_text = written(evaluation.evaluator);
      if (evaluation.resident_text.empty()) evaluation.resident_text = written(evaluation.resident);
    }
    // The resident who shares a full name: every way the name is written needs the choice.
    const PersonIndex meant = by_program_["Internal Medicine"][40], namesake = by_program_["Surgery"][20];
    std::set<std::string> texts;
    for (const DemoEvaluation& evaluation : it_.evaluations)
      if (evaluation.resident == meant) texts.insert(evaluation.resident_text);
    for (const std::string& text : texts) it_.choices.push_back({text, {meant, namesake}, meant});
    std::ranges::sort(it_.choices, {}, &DemoNameChoice::written);
  }

  /// Places of eligible educators for the interns of the two sites where they are short.
  void count_places() {
    const Ties ties(it_, it_.schedule);
    for (std::string_view site : {rural_site, psychiatry_site}) {
      DemoShortage shortage{std::string(site), 0, 0, {}};
      std::vector<PersonIndex> interns;
      for (PersonIndex intern : it_.interns)
        if (person(intern).site == site) interns.push_back(intern);
      shortage.interns = static_cast<int>(interns.size());
      for (std::size_t i = 0; i < it_.people.size(); ++i) {
        const DemoPerson& p = it_.people[i];
        const auto index = static_cast<PersonIndex>(i);
        if (p.kind != "educator" || p.site != site || p.trained_on.empty() || p.capacity <= 0) continue;
        if (!std::ranges::any_of(interns, [&](PersonIndex intern) { return ties.none(index, intern); })) continue;
        shortage.places += p.capacity;
        shortage.with_places.push_back(index);
      }
      it_.shortages.push_back(std::move(shortage));
    }
  }

  SeededRandom& random_;
  NameSource names_;
  DemoInstitution it_;
  std::unordered_map<std::string, Department> departments_;
  std::unordered_map<std::string, std::vector<PersonIndex>> by_stage_, by_program_, supervisors_of_;
  std::unordered_map<std::string, int> mailboxes_, case_numbers_;
  std::map<int, std::vector<PersonIndex>> class_judges_;
  std::map<PersonIndex, int> load_;
  std::set<PersonIndex> reserved_, paired_;
  std::vector<PersonIndex> nurses_, pharmacists_;
  std::array<PersonIndex, 3> smiths_{};
  std::function<PersonIndex(PersonIndex, std::string_view, std::string_view)> rename_;
  PersonIndex dean_ = nobody, hyphenated_ = nobody, one_named_ = nobody, former_member_ = nobody, leaver_ = nobody;
  int educators_ = 0, students_ = 0, residents_ = 0;
};

}  // namespace

DemoInstitution make_school(const DemoCalendar& calendar, SeededRandom& random) {
  return Builder(calendar, random).build();
}

}  // namespace chiron::app_demo
