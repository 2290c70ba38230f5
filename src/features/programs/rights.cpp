// domain.md 2.4 as two tables. Rows are items, columns readers, in the order of their lists.
#include "features/programs/rights.h"

namespace chiron::programs {
namespace {

using Row = std::array<Sees, all_readers.size()>;
using Table = std::array<Row, all_items.size()>;

constexpr Sees all = Sees::everything, shared = Sees::what_is_shared, exists = Sees::that_it_exists,
               groups = Sees::groups, pseudonym = Sees::pseudonym, none = Sees::nothing;

// learner, educator, program office, leadership, confidential contact, evaluator, system operator
constexpr Table sealed{{
    {all, all, all, exists, none, pseudonym, none},      // pairing
    {all, all, exists, none, none, none, none},          // agreement
    {all, all, exists, groups, none, exists, exists},    // meetings
    {all, all, none, none, none, none, none},            // notes
    {all, shared, none, none, none, pseudonym, none},    // goals
    {all, shared, none, none, none, none, none},         // reflections
    {all, shared, none, none, shared, pseudonym, none},  // wellbeing
    {all, none, exists, none, none, groups, none},       // exit reason
}};

// The office that keeps the record reads what was agreed and noted. Who assesses the learner still reads nothing, and
// what the learner writes for themself is theirs under every charter.
constexpr Table institutional{{
    {all, all, all, exists, none, pseudonym, exists},  // pairing
    {all, all, all, none, none, none, exists},         // agreement
    {all, all, all, groups, none, exists, exists},     // meetings
    {all, all, all, none, none, none, exists},         // notes
    {all, shared, none, none, none, pseudonym, none},  // goals
    {all, shared, none, none, none, none, none},       // reflections
    {all, none, none, none, shared, pseudonym, none},  // wellbeing
    {all, none, exists, none, none, groups, none},     // exit reason
}};

constexpr std::array<std::string_view, all_readers.size()> readers{
    "learner", "educator", "program_office", "leadership", "confidential_contact", "evaluator", "system_operator"};
constexpr std::array<std::string_view, all_items.size()> items{"pairing", "agreement",   "meetings",  "notes",
                                                               "goals",   "reflections", "wellbeing", "exit_reason"};
constexpr std::array<std::string_view, 6> levels{"everything", "what_is_shared", "that_it_exists",
                                                 "groups",     "pseudonym",      "nothing"};

}  // namespace

Sees sees(Record record, Reader reader, Item item) {
  const Table& table = record == Record::sealed ? sealed : institutional;
  return table[static_cast<std::size_t>(item)][static_cast<std::size_t>(reader)];
}

std::string_view name_of(Reader reader) { return readers[static_cast<std::size_t>(reader)]; }
std::string_view name_of(Item item) { return items[static_cast<std::size_t>(item)]; }
std::string_view name_of(Sees sees) { return levels[static_cast<std::size_t>(sees)]; }

}  // namespace chiron::programs
