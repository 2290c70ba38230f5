// Who may know what about a relationship, by the kind of its record: the platform's ceiling (domain.md 2.4), from which
// "who can see this" is drawn. Charters only narrow it; what is sealed is enforced by keys. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <boost/describe.hpp>

#include "features/programs/charter.h"

namespace chiron::programs {

/// Who asks.
enum class Reader : std::uint8_t {
  learner,
  educator,              ///< the one of this relationship
  program_office,        ///< coordinators
  leadership,            ///< directors, supervisors, managers, assessors, panels
  confidential_contact,  ///< ombuds, well-being service
  evaluator,             ///< of studies with consent
  system_operator,       ///< whoever runs the machine
};
BOOST_DESCRIBE_ENUM(Reader, learner, educator, program_office, leadership, confidential_contact, evaluator,
                    system_operator)
inline constexpr std::array<Reader, 7> all_readers{
    Reader::learner,   Reader::educator,       Reader::program_office, Reader::leadership, Reader::confidential_contact,
    Reader::evaluator, Reader::system_operator};

/// What is asked for.
enum class Item : std::uint8_t { pairing, agreement, meetings, notes, goals, reflections, wellbeing, exit_reason };
BOOST_DESCRIBE_ENUM(Item, pairing, agreement, meetings, notes, goals, reflections, wellbeing, exit_reason)
inline constexpr std::array<Item, 8> all_items{Item::pairing, Item::agreement,   Item::meetings,  Item::notes,
                                               Item::goals,   Item::reflections, Item::wellbeing, Item::exit_reason};

/// How much of it.
enum class Sees : std::uint8_t {
  everything,      ///< reads, and writes where it is theirs
  what_is_shared,  ///< what the learner shares, item by item, and may take back
  that_it_exists,  ///< dates, counts, whether; no content
  groups,          ///< numbers about groups large enough to hide in
  pseudonym,       ///< under a pseudonym, with consent
  nothing,
};
BOOST_DESCRIBE_ENUM(Sees, everything, what_is_shared, that_it_exists, groups, pseudonym, nothing)

/// The ceiling. Unsaid is nothing.
Sees sees(Record record, Reader reader, Item item);

std::string_view name_of(Reader reader);
std::string_view name_of(Item item);
std::string_view name_of(Sees sees);

}  // namespace chiron::programs
