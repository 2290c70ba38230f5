// The roster: everything an institution's files say about people and duties, names resolved, every problem listed.
// Pure; roster_files.h builds one from files, roster_facts.h turns one into the conflict engine's facts.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/duties/duty.h"
#include "features/people/person.h"
#include "features/people/problem.h"
#include "features/people/text_pool.h"

namespace chiron::duties {

/// A person that a written name may mean. Rank 0 is the likeliest.
struct Candidate {
  std::string_view person;    ///< id
  std::uint8_t likeness = 0;  ///< 0-100
};

/// A name in some file that means nobody for certain. The same name in several rows is listed once.
struct UnresolvedName {
  std::string_view name;              ///< as written
  std::vector<Candidate> candidates;  ///< best first, at most 10; empty if nobody is like it
  struct Place {
    std::uint16_t file;
    std::uint32_t row;
  };
  std::vector<Place> places;  ///< the first 100 of them
  std::uint64_t times = 0;
};

/// People in file order (index = dense person index everywhere below) and all facts about them.
/// Not copyable: views point into its pool. Facts whose names could not be resolved are left out of the lists
/// and their names stand in `unresolved`.
struct Roster {
  std::shared_ptr<people::TextPool> pool = std::make_shared<people::TextPool>();
  std::vector<std::string> files;  ///< names of the files read; Person::file etc. index it
  std::vector<people::Person> people;
  std::vector<Duty> duties;  ///< placements and the people file's shorthand columns included, as member_of / manages
  std::vector<Pair> pairs;
  std::vector<Preference> preferences;
  std::vector<Veto> vetoes;
  std::vector<Recusal> recusals;
  std::vector<CoverageStatement> coverage;
  bool asked_privately = false;      ///< a file of wishes or of vetoes was given, whatever stood in it
  bool coverage_was_stated = false;  ///< a coverage file was given; otherwise coverage is derived (roster_facts.h)
  std::vector<UnresolvedName> unresolved;
  people::Problems problems;

  /// The dense index of a person by id.
  std::optional<std::uint32_t> find(std::string_view id) const;
  /// Rebuilds the index behind find(); call after changing `people` by hand.
  void index_people();

  Roster() = default;
  Roster(Roster&&) = default;
  Roster& operator=(Roster&&) = default;

 private:
  /// Open addressing; the id stands in the slot, so that a look-up touches two places of memory, not four.
  struct Slot {
    std::uint64_t hash = 0;
    std::string_view id;
    std::uint32_t person = 0;
  };
  std::vector<Slot> index_;
};

}  // namespace chiron::duties
