// The second institution: twelve people, one planted conflict. It exists so that nothing of one institution ever
// shows in another, and so that the program too small for numbers has a place to be seen.
#include "app/demo/institution.h"
#include "app/demo/names.h"

namespace chiron::app_demo {

DemoInstitution make_island(const DemoCalendar& calendar) {
  DemoInstitution it;
  it.name = "Quillan Island Family Practice Program (invented)";
  it.calendar = calendar;
  struct Row {
    const char *given, *family;
    bool educator;
  };
  constexpr Row rows[] = {
      {"Marit", "Solheim", true},   {"Kofi", "Asantewaa", true}, {"Lucinda", "Farrow", true},
      {"Teodor", "Vasile", true},   {"Hinemoa", "Paki", false},  {"Rafael", "Quintela", false},
      {"Ingrid", "Åkesson", false}, {"Sunil", "Karki", false},   {"Nadia", "Benkirane", false},
      {"Oona", "Kettunen", false},  {"Petra", "Šimková", false}, {"Wiremu", "Tautahi", false},
  };
  int number = 0;
  for (const Row& row : rows) {
    DemoPerson p;
    p.id = "Q" + std::to_string(101 + number++);
    p.given_name = p.plain_given = row.given;
    p.family_name = row.family;
    p.plain_family = without_accents(row.family);
    p.email = p.id + "@quillan.example.edu";
    p.email[0] = 'q';
    p.profession = "physician";
    p.kind = row.educator ? "educator" : "learner";
    p.stage = row.educator ? "Faculty" : number % 2 ? "PGY-1" : "PGY-2";
    p.site = "Quillan Island Clinic";
    p.unit = "Quillan Family Practice";
    p.specialty = "Family Medicine";
    p.languages = "English";
    p.interests = number % 2 ? "rural health; wilderness medicine" : "rural health; medical education";
    p.present.from = calendar.year.from - (row.educator ? 1500 : 300);
    if (row.educator) {
      p.capacity = 3;
      p.trained_on = (calendar.year.from - 90).iso();
      p.declared_on = (calendar.year.from - 20).iso();
    }
    it.people.push_back(std::move(p));
  }
  const DateRange open{calendar.year.from - 1500, Date::max()};
  it.duties.push_back({0, "directs", {nobody, "unit:Quillan Family Practice"}, open, "program office"});
  it.duties.push_back(
      {1, "writes_evaluation", {nobody, "unit:Quillan Family Practice"}, calendar.year, "program office"});
  it.duties.push_back({1, "assesses", {nobody, "unit:Quillan Family Practice"}, calendar.year, "program office"});
  it.covered_groups = {"unit:Quillan Family Practice"};
  const DateRange days{calendar.year.from - 200, calendar.year.to};
  it.pairs.push_back({4, 2, days, "mentor", {}});
  it.pairs.push_back({5, 3, days, "mentor", {}});
  it.cases.push_back(
      {"class_assessor-01", "The mentor writes the resident's evaluations.", "evaluates", "block", {"duties.csv"}, 2});
  it.pairs.push_back({6, 1, days, "mentor", "class_assessor-01"});
  return it;
}

}  // namespace chiron::app_demo
