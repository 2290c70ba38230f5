// The table of heading synonyms and the choice among headings that claim the same column.
#include "features/people/columns.h"

#include <algorithm>
#include <array>

namespace chiron::people {
namespace {

struct ColumnName {
  Column column;
  std::string_view name;
};

constexpr std::array<ColumnName, column_count> column_names = {{
    {Column::id, "id"},
    {Column::given_name, "given_name"},
    {Column::family_name, "family_name"},
    {Column::email, "email"},
    {Column::profession, "profession"},
    {Column::kind, "kind"},
    {Column::stage, "stage"},
    {Column::site, "site"},
    {Column::unit, "unit"},
    {Column::cohort, "cohort"},
    {Column::specialty, "specialty"},
    {Column::languages, "languages"},
    {Column::interests, "interests"},
    {Column::manager, "manager"},
    {Column::capacity, "capacity"},
    {Column::hours_per_month, "hours_per_month"},
    {Column::trained_on, "trained_on"},
    {Column::declared_on, "declared_on"},
    {Column::from, "from"},
    {Column::to, "to"},
    {Column::left_because, "left_because"},
    {Column::last_day, "last_day"},
    {Column::full_name, "full_name"},
    {Column::takes_both, "takes_both"},
}};

using enum Column;
using enum Strength;

// Folded headings. `own` are our template's; `weak` ones are used only if nothing stronger gives the column.
constexpr Synonym table[] = {
    {"id", id, own},
    {"personid", id, strong},
    {"externalid", id, strong},
    {"studentid", id, strong},
    {"studentnumber", id, strong},
    {"learnerid", id, strong},
    {"residentid", id, strong},
    {"traineeid", id, strong},
    {"educatorid", id, strong},
    {"facultyid", id, strong},
    {"employeeid", id, strong},
    {"employeenumber", id, strong},
    {"staffid", id, strong},
    {"staffnumber", id, strong},
    {"payrollnumber", id, strong},
    {"matriculationnumber", id, strong},
    {"mentorid", id, strong},
    {"menteeid", id, strong},
    {"netid", id, strong},
    {"recordid", id, weak},
    {"gmcnumber", id, weak},
    {"npi", id, weak},
    {"username", id, weak},
    {"userid", id, weak},

    {"givenname", given_name, own},
    {"firstname", given_name, strong},
    {"forename", given_name, strong},
    {"forenames", given_name, strong},
    {"givennames", given_name, strong},
    {"first", given_name, strong},
    {"vorname", given_name, strong},
    {"prénom", given_name, strong},
    {"prenom", given_name, strong},
    {"voornaam", given_name, strong},
    {"preferredname", given_name, weak},
    {"knownas", given_name, weak},

    {"familyname", family_name, own},
    {"surname", family_name, strong},
    {"lastname", family_name, strong},
    {"last", family_name, strong},
    {"nachname", family_name, strong},
    {"familienname", family_name, strong},
    {"nomdefamille", family_name, strong},
    {"achternaam", family_name, strong},
    {"apellidos", family_name, strong},
    {"apellido", family_name, strong},

    {"fullname", full_name, own},
    {"name", full_name, strong},
    {"displayname", full_name, strong},
    {"personname", full_name, strong},
    {"studentname", full_name, strong},
    {"learnername", full_name, strong},
    {"residentname", full_name, strong},
    {"traineename", full_name, strong},
    {"facultyname", full_name, strong},
    {"educatorname", full_name, strong},
    {"mentorname", full_name, strong},
    {"menteename", full_name, strong},
    {"employeename", full_name, strong},

    {"email", email, own},
    {"emailaddress", email, strong},
    {"workemail", email, strong},
    {"workemailaddress", email, strong},
    {"universityemail", email, strong},
    {"institutionalemail", email, strong},
    {"nhsemail", email, strong},
    {"emailid", email, strong},
    {"mail", email, weak},
    {"contactemail", email, weak},
    {"personalemail", email, weak},

    {"profession", profession, own},
    {"professionalgroup", profession, strong},
    {"discipline", profession, strong},
    {"occupation", profession, strong},
    {"staffgroup", profession, strong},
    {"professionalbackground", profession, strong},

    {"kind", kind, own},
    {"persontype", kind, strong},
    {"participanttype", kind, strong},
    {"mentorormentee", kind, strong},
    {"participantrole", kind, strong},
    {"role", kind, weak},
    {"type", kind, weak},
    {"category", kind, weak},

    {"stage", stage, own},
    {"grade", stage, strong},
    {"nhsgrade", stage, strong},
    {"payband", stage, strong},
    {"pgy", stage, strong},
    {"pgylevel", stage, strong},
    {"pgyyear", stage, strong},
    {"traininglevel", stage, strong},
    {"traininggrade", stage, strong},
    {"trainingstage", stage, strong},
    {"yearoftraining", stage, strong},
    {"yearofstudy", stage, strong},
    {"studyyear", stage, strong},
    {"careerstage", stage, strong},
    {"seniority", stage, strong},
    {"academicrank", stage, strong},
    {"curriculumyear", stage, strong},
    {"year", stage, weak},
    {"level", stage, weak},
    {"band", stage, weak},
    {"rank", stage, weak},
    {"phase", stage, weak},
    {"position", stage, weak},
    {"jobtitle", stage, weak},
    {"jobrole", stage, weak},

    {"site", site, own},
    {"organisation", site, strong},
    {"organization", site, strong},
    {"institution", site, strong},
    {"hospital", site, strong},
    {"nhstrust", site, strong},
    {"trust", site, strong},
    {"employer", site, strong},
    {"campus", site, strong},
    {"healthboard", site, strong},
    {"primarysite", site, strong},
    {"homesite", site, strong},
    {"facility", site, weak},
    {"location", site, weak},
    {"workplace", site, weak},

    {"unit", unit, own},
    {"department", unit, strong},
    {"dept", unit, strong},
    {"homedepartment", unit, strong},
    {"clinicaldepartment", unit, strong},
    {"ward", unit, strong},
    {"directorate", unit, strong},
    {"division", unit, weak},
    {"section", unit, weak},
    {"service", unit, weak},
    {"team", unit, weak},
    {"clinic", unit, weak},

    {"cohort", cohort, own},
    {"class", cohort, strong},
    {"classof", cohort, strong},
    {"classyear", cohort, strong},
    {"intake", cohort, strong},
    {"entryyear", cohort, strong},
    {"matriculationyear", cohort, strong},
    {"graduationyear", cohort, strong},
    {"trainingprogram", cohort, weak},
    {"trainingprogramme", cohort, weak},
    {"residencyprogram", cohort, weak},
    {"program", cohort, weak},
    {"programme", cohort, weak},
    {"group", cohort, weak},

    {"specialty", specialty, own},
    {"speciality", specialty, strong},
    {"medicalspecialty", specialty, strong},
    {"clinicalspecialty", specialty, strong},
    {"specialization", specialty, strong},
    {"specialisation", specialty, strong},
    {"subspecialty", specialty, weak},
    {"subspeciality", specialty, weak},
    {"field", specialty, weak},
    {"areaofpractice", specialty, weak},

    {"languages", languages, own},
    {"language", languages, strong},
    {"languagesspoken", languages, strong},
    {"spokenlanguages", languages, strong},

    {"interests", interests, own},
    {"interest", interests, strong},
    {"areasofinterest", interests, strong},
    {"researchinterests", interests, strong},
    {"careerinterests", interests, strong},
    {"professionalinterests", interests, strong},
    {"clinicalinterests", interests, strong},
    {"areasofexpertise", interests, strong},
    {"expertise", interests, strong},
    {"topics", interests, strong},
    {"canhelpwith", interests, strong},
    {"wantshelpwith", interests, strong},
    {"skills", interests, weak},
    {"hobbies", interests, weak},

    {"manager", manager, own},
    {"managerid", manager, strong},
    {"linemanager", manager, strong},
    {"linemanagerid", manager, strong},
    {"manageremail", manager, strong},
    {"linemanageremail", manager, strong},
    {"reportsto", manager, strong},
    {"managername", manager, strong},

    {"capacity", capacity, own},
    {"maxmentees", capacity, strong},
    {"maximummentees", capacity, strong},
    {"maxnumberofmentees", capacity, strong},
    {"numberofmentees", capacity, strong},
    {"howmanymentees", capacity, strong},
    {"menteecapacity", capacity, strong},
    {"maxlearners", capacity, strong},
    {"maximumlearners", capacity, strong},
    {"places", capacity, weak},
    {"slots", capacity, weak},

    {"hourspermonth", hours_per_month, own},
    {"monthlyhours", hours_per_month, strong},
    {"hoursmonth", hours_per_month, strong},
    {"hoursamonth", hours_per_month, strong},
    {"timepermonth", hours_per_month, weak},

    {"trainedon", trained_on, own},
    {"trainingdate", trained_on, strong},
    {"mentortrainingdate", trained_on, strong},
    {"datetrained", trained_on, strong},
    {"trainingcompletedon", trained_on, strong},
    {"mentortrainingcompletedon", trained_on, strong},
    {"trainingcompleted", trained_on, weak},

    {"declaredon", declared_on, own},
    {"declarationdate", declared_on, strong},
    {"conflictdeclarationdate", declared_on, strong},
    {"conflictsdeclaredon", declared_on, strong},
    {"coideclarationdate", declared_on, strong},

    {"from", from, own},
    {"startdate", from, strong},
    {"start", from, strong},
    {"startson", from, strong},
    {"datestarted", from, strong},
    {"validfrom", from, strong},
    {"datejoined", from, strong},
    {"hiredate", from, strong},
    {"joined", from, weak},

    {"to", to, own},
    {"validto", to, weak},
    {"until", to, weak},

    {"lastday", last_day, own},
    {"enddate", last_day, strong},
    {"end", last_day, strong},
    {"endson", last_day, strong},
    {"leavingdate", last_day, strong},
    {"dateleft", last_day, strong},
    {"finishdate", last_day, strong},
    {"through", last_day, weak},
    {"graduationdate", last_day, weak},
    {"expectedgraduation", last_day, weak},

    {"leftbecause", left_because, own},
    {"leavingreason", left_because, strong},
    {"reasonforleaving", left_because, strong},
    {"leavereason", left_because, strong},

    {"takesboth", takes_both, own},
    {"bothmentorandmentee", takes_both, strong},
    {"bothmenteeandmentor", takes_both, strong},
    {"mentorandmentee", takes_both, strong},
    {"both", takes_both, weak},
};

// Words that make a heading one about who someone is, whatever else stands beside them.
constexpr std::string_view identity_words[] = {
    "identity",
    "identities",
    "characteristic",
    "characteristics",
    "gender",
    "genders",
    "sex",
    "sexual",
    "sexuality",
    "ethnicity",
    "ethnic",
    "ethnicities",
    "race",
    "races",
    "racial",
    "religion",
    "religions",
    "religious",
    "faith",
    "belief",
    "beliefs",
    "disability",
    "disabilities",
    "disabled",
    "lgbt",
    "lgbtq",
    "lgbtqi",
    "lgbtqia",
    "lgbtqplus",
    "transgender",
    "nonbinary",
    "pronoun",
    "pronouns",
    "nationality",
    "citizenship",
    "caste",
    "urim",
    "urm",
    "minority",
    "minorities",
    "underrepresented",
    "indigenous",
    "aboriginal",
    "tribal",
    "veteran",
    "marital",
    "pregnancy",
    "pregnant",
    "maternity",
    "neurodiversity",
    "neurodivergent",
    "birthdate",
    "birthday",
    "dob",
    "age",
    "immigration",
    "visa",
    "political",
    "politics",
};
// The same for headings that say it in several words, folded.
constexpr std::string_view identity_phrases[] = {
    "dateofbirth",
    "birth",
    "healthcondition",
    "healthconditions",
    "medicalcondition",
    "medicalconditions",
    "longtermcondition",
    "firstgeneration",
    "firstgen",
    "protectedgroup",
    "affinitygroup",
    "affinitygroups",
    "countryofbirth",
    "countryoforigin",
    "socialsecuritynumber",
    "ssn",
    "nationalinsurancenumber",
    "workadjustments",
    "reasonableadjustments",
};
constexpr std::string_view free_text_headings[] = {
    "biography", "bio",          "shortbio",          "about",
    "aboutme",   "aboutyou",     "personalstatement", "statement",
    "profile",   "introduction", "description",       "selfdescription",
    "freetext",  "comments",     "comment",           "notes",
    "note",      "anythingelse", "otherinformation",  "additionalinformation",
    "cv",        "motivation",
};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_word(char c) {
  return is_upper(c) || is_lower(c) || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}
char lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }

/// "sexualOrientation (self-described)" → sexual, orientation, self, described.
std::vector<std::string> words_of(std::string_view heading) {
  std::vector<std::string> words;
  bool open = false;
  for (std::size_t i = 0; i < heading.size(); ++i) {
    const char c = heading[i];
    if (!is_word(c)) {
      open = false;
      continue;
    }
    const bool hump = i > 0 && is_upper(c) && is_lower(heading[i - 1]);
    if (!open || hump) words.emplace_back();
    open = true;
    words.back().push_back(lower(c));
  }
  return words;
}

bool contains(std::span<const std::string_view> list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

const Synonym* synonym_of(std::string_view folded) {
  for (const Synonym& synonym : table)
    if (synonym.heading == folded) return &synonym;
  return nullptr;
}

/// A heading's synonym, also when a remark in parentheses follows it: "Capacity (max. 5)".
const Synonym* meaning_of(std::string_view heading) {
  if (const Synonym* found = synonym_of(fold_heading(heading))) return found;
  const std::size_t open = heading.find('(');
  return open == heading.npos || open == 0 ? nullptr : synonym_of(fold_heading(heading.substr(0, open)));
}

}  // namespace

std::string_view name_of(Column column) {
  for (const ColumnName& entry : column_names)
    if (entry.column == column) return entry.name;
  return "";
}

std::optional<Column> column_named(std::string_view name) {
  for (const ColumnName& entry : column_names)
    if (entry.name == name) return entry.column;
  return std::nullopt;
}

std::span<const Synonym> synonyms() { return table; }

std::string fold_heading(std::string_view heading) {
  std::string folded;
  for (const char c : heading)
    if (is_word(c)) folded.push_back(lower(c));
  // Accents of capital letters: only those that our table's words use.
  for (std::size_t at; (at = folded.find("\u00C9")) != folded.npos;) folded.replace(at, 2, "\u00E9");
  // A no-break space is no letter.
  for (std::size_t at; (at = folded.find("\u00A0")) != folded.npos;) folded.erase(at, 2);
  return folded;
}

bool is_identity_heading(std::string_view heading) {
  for (const std::string& word : words_of(heading))
    if (contains(identity_words, word)) return true;
  const std::string folded = fold_heading(heading);
  return contains(identity_words, folded) || contains(identity_phrases, folded);
}

bool is_free_text_heading(std::string_view heading) { return contains(free_text_headings, fold_heading(heading)); }

std::vector<ColumnUse> recognize(std::span<const std::string> headings, const Mapping& mapping, std::string_view file,
                                 Problems& problems) {
  std::vector<ColumnUse> uses;
  std::vector<int> strengths;  // 3 by mapping, else Strength; -1 where nothing is claimed
  const auto problem = [&](Severity severity, const std::string& heading, Error error) {
    problems.add({severity, std::string(file), 1, heading, std::move(error)});
  };

  for (const std::string& heading : headings) {
    ColumnUse use;
    use.heading = heading;
    int strength = -1;
    const std::string folded = fold_heading(heading);
    const auto told = std::find_if(mapping.entries.begin(), mapping.entries.end(), [&](const Mapping::Entry& entry) {
      const bool ours = entry.use != Use::used || entry.column.has_value();
      return ours && fold_heading(entry.heading) == folded && !folded.empty();
    });
    if (folded.empty()) {
      use.reason = "blank_heading";
    } else if (is_identity_heading(heading)) {
      use.use = Use::dropped;
      use.reason = "identity";
      if (told != mapping.entries.end() && told->use == Use::used)
        problem(Severity::error, heading, refuse("people.mapping_identity"));
      else problem(Severity::note, heading, refuse("people.dropped_identity"));
    } else if (told != mapping.entries.end()) {
      use.use = told->use;
      use.told_by_mapping = true;
      if (told->use == Use::used) {
        use.column = told->column;
        strength = 3;
      } else {
        use.reason = "by_mapping";
      }
    } else if (is_free_text_heading(heading)) {
      use.use = Use::dropped;
      use.reason = "free_text";
      problem(Severity::note, heading, refuse("people.dropped_free_text"));
    } else if (const Synonym* synonym = meaning_of(heading)) {
      use.use = Use::used;
      use.column = synonym->column;
      strength = static_cast<int>(synonym->strength);
    } else {
      use.reason = "unknown_heading";
    }
    uses.push_back(std::move(use));
    strengths.push_back(strength);
  }

  // One heading for each column: the strongest; of equally weak ones the first; equally strong ones are refused.
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (uses[i].use != Use::used || uses[i].column == Column::interests) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (uses[j].use != Use::used || uses[j].column != uses[i].column) continue;
      std::size_t loser = i;
      if (strengths[i] == strengths[j] && strengths[i] > 0) {
        problem(Severity::error, uses[i].heading,
                refuse("people.doubled_column")
                    .with("our_column", std::string(name_of(*uses[i].column)))
                    .with("first", uses[j].heading));
      } else if (strengths[i] > strengths[j]) {
        loser = j;
      }
      uses[loser].use = Use::ignored;
      uses[loser].reason = "stronger_heading";
      if (loser == i) break;
    }
  }
  const auto of = [&](Column column) {
    return std::find_if(uses.begin(), uses.end(),
                        [&](const ColumnUse& use) { return use.use == Use::used && use.column == column; });
  };
  // A file that says both means `to`; a name in parts says more than a name in one cell.
  const auto yield = [&](Column weaker, std::initializer_list<Column> stronger) {
    const auto at = of(weaker);
    if (at == uses.end()) return;
    for (const Column column : stronger)
      if (of(column) == uses.end()) return;
    at->use = Use::ignored;
    at->reason = "stronger_heading";
  };
  yield(Column::last_day, {Column::to});
  yield(Column::full_name, {Column::given_name, Column::family_name});
  for (ColumnUse& use : uses)
    if (use.use == Use::used) use.name = name_of(*use.column);
  return uses;
}

}  // namespace chiron::people
