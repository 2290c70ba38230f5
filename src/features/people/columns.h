// Which of our columns a heading means: one table of synonyms, and the headings that are dropped because they carry
// identity.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "features/people/problem.h"

namespace chiron::people {

/// The columns of a people file (docs/formats.md), in the order of the template.
enum class Column : std::uint8_t {
  id,
  given_name,
  family_name,
  email,
  profession,
  kind,
  stage,
  site,
  unit,
  cohort,
  specialty,
  languages,
  interests,
  manager,
  capacity,
  hours_per_month,
  trained_on,
  declared_on,
  from,
  to,
  left_because,
  last_day,   ///< the last included day, where others write "end date"; `to` is the day after
  full_name,  ///< a name in one cell: "Smith, Jane" or "Jane Smith"
  takes_both  ///< "both mentor and mentee": yes makes the kind both
};
constexpr std::size_t column_count = static_cast<std::size_t>(Column::takes_both) + 1;

/// The heading in our own templates, e.g. "given_name".
std::string_view name_of(Column column);
std::optional<Column> column_named(std::string_view name);

/// How surely a heading means a column: where two headings of a file claim one column, the stronger wins and the
/// other is ignored and named; two equally strong ones are a doubled column and refused.
enum class Strength : std::uint8_t { weak, strong, own };

/// One line of the synonym table; `heading` is folded (fold_heading).
struct Synonym {
  std::string_view heading;
  Column column;
  Strength strength;
};

/// The whole table: docs/formats.md shows it.
std::span<const Synonym> synonyms();

/// Lower case, accents kept, everything but letters and digits taken out: "E-mail Address:" → "emailaddress".
std::string fold_heading(std::string_view heading);

enum class Use : std::uint8_t {
  used,     ///< read as `column`
  ignored,  ///< not read: unknown, or a stronger heading gives the column
  dropped   ///< not read and never stored: an identity column, or free text that may carry identity
};

/// What was decided about one heading. `reason` says why it is ignored or dropped, "" when used; stable words:
/// unknown_heading, stronger_heading, by_mapping, identity, free_text, blank_heading.
struct ColumnUse {
  std::string heading;  ///< as written
  Use use = Use::ignored;
  std::optional<Column> column;  ///< of a people file: for used, and for stronger_heading
  std::string_view name;         ///< what it is read as, in whichever kind of file; "" where it is not read
  std::string_view reason;
  bool told_by_mapping = false;
};

/// What a mapping file says: their heading → our column, "ignore" or "drop".
struct Mapping {
  struct Entry {
    std::string heading;
    Use use = Use::used;
    std::string name;              ///< our column as written; it may belong to another file (duties' "evaluator")
    std::optional<Column> column;  ///< the people file's column of that name, if there is one
  };
  std::vector<Entry> entries;
};

/// True for headings that speak of who someone is: identity, characteristics, gender, ethnicity, religion, sexual
/// orientation, disability, age … Such a column is dropped whatever a mapping says.
bool is_identity_heading(std::string_view heading);
/// True for headings of free text in which people describe themselves ("biography"): dropped unless mapped on purpose.
bool is_free_text_heading(std::string_view heading);

/// Decides what each heading is used for. Several headings may give interests; every other column has one.
/// Problems added: people.doubled_column {our_column, first} (error) for two equally strong headings,
/// people.mapping_identity (error) for a mapping that asks for an identity column, people.dropped_identity and
/// people.dropped_free_text (notes). Mapping entries for headings that the file lacks are left alone: one mapping
/// serves several files.
std::vector<ColumnUse> recognize(std::span<const std::string> headings, const Mapping& mapping, std::string_view file,
                                 Problems& problems);

}  // namespace chiron::people
