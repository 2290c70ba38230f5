// Reads an institution's files into one Roster: people first, then every fact about them, all problems collected.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "features/duties/roster.h"
#include "features/people/people_file.h"

namespace chiron::duties {

/// Paths of the files an institution hands in; "" or empty where it has none.
struct RosterFiles {
  std::string people;               ///< one file of everybody (needs a kind column), and / or
  std::string learners;             ///< everybody in it is listed as learner
  std::string educators;            ///< everybody in it is listed as educator
  std::vector<std::string> duties;  ///< person,duty,target,from,to,source
  std::vector<std::string>
      placements;  ///< long (person,unit,from,to) or wide block schedule; told apart by the headings
  std::vector<std::string> evaluations;  ///< evaluation-completion exports
  std::vector<std::string> panels;       ///< member,panel,from,to[,recusals]
  std::string blocks;                    ///< block,from,to for a block schedule whose headings hold no dates
  std::string pairs;                     ///< learner,educator[,from,to,role]
  std::string preferences;               ///< learner,educator,rank
  std::string vetoes;                    ///< person,not_with
  std::string coverage;                  ///< unit,kind,from,to
  std::string names;    ///< name,person: choices made earlier; the person "nobody" means: not in our files
  std::string mapping;  ///< people::Mapping: their heading = our column

  /// Calls `visit(std::string& path)` for each file there is.
  template <class Visit>
  void each_file(Visit visit) {
    for (auto* one :
         {&people, &learners, &educators, &blocks, &pairs, &preferences, &vetoes, &coverage, &names, &mapping})
      if (!one->empty()) visit(*one);
    for (auto* list : {&duties, &placements, &evaluations, &panels})
      for (auto& one : *list) visit(one);
  }
};
BOOST_DESCRIBE_STRUCT(RosterFiles, (),
                      (people, learners, educators, duties, placements, evaluations, panels, blocks, pairs, preferences,
                       vetoes, coverage, names, mapping))

struct RosterOptions {
  people::PeopleOptions people;  ///< encoding, limits, date order and mapping hold for all files
  /// What headings mean in one kind of file ("people", "learners", "educators", or a FactFormat's name); this stands
  /// before what is said for all.
  std::map<std::string, people::Mapping> mappings;
  /// Pairs without dates are taken to last this long (`--term`). Duties without dates hold always.
  DateRange undated;
};

/// What was done with each file's columns, for `--explain-columns` and a preview. Files that were not read, because
/// people had errors, have theirs recognized as far as headings alone tell.
struct RosterReading {
  Roster roster;
  std::vector<people::FileColumns> columns;
};

/// Reads and checks everything. A name that may mean several people is an error until it is chosen; a person whom a
/// duties file names and nobody knows is an error where a file of all people was given and a warning where only lists
/// of
/// learners and educators were; a name in an export of another system that is like nobody's is a warning.
/// The Result is an error only when the work could not be done at all (no people file
/// given, a file cannot be opened); whatever is wrong inside files stands in roster.problems, and callers must refuse
/// to go on when `roster.problems.has_errors()`.
Result<RosterReading> read_roster(const RosterFiles& files, const RosterOptions& options = {});

/// What a heading of this kind of file may mean: the names of our columns. Empty for a kind that is none.
std::vector<std::string_view> meanings_of(std::string_view kind);

/// Writes the choices file: one row `name,person` for each name. Existing choices are kept, new ones added, sorted.
Result<> remember_names(const std::string& path, const std::vector<std::pair<std::string, std::string>>& choices);

}  // namespace chiron::duties
