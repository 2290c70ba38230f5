// Two statements a class.
#include "features/conflicts/coverage_gaps.h"

#include "features/duties/roster_facts.h"

namespace chiron::conflicts {

Result<std::vector<CoverageGap>> coverage_gaps(db::ReadTransaction& read, InstitutionId institution,
                                               std::bitset<conflict::coverage_class_count> needed, Date day,
                                               int limit) {
  std::vector<CoverageGap> gaps;
  const bool stated = TRY(read.query(sql::coverage_is_stated, institution).one<bool>());
  for (const auto what : conflict::all_coverage_classes) {
    if (!needed[static_cast<std::size_t>(what)]) continue;
    if (!stated && !duties::is_derived_from_duties(what)) {
      const auto& any = what == conflict::CoverageClass::management ? sql::has_management : sql::has_ties;
      if (!TRY(read.query(any, institution).one<bool>())) gaps.push_back({what, "", 0});
      continue;
    }
    const auto& of_no_unit = stated ? sql::gap_without_unit : sql::silent_without_unit;
    if (const auto learners =
            TRY(read.query(of_no_unit, institution, conflict::name_of(what), day).one<std::int64_t>()))
      gaps.push_back({what, "", learners});
    const auto& statement = stated ? sql::coverage_gaps : sql::silent_units;
    TRY(read.query(statement, institution, conflict::name_of(what), day, limit).each([&](const db::Row& row) {
      gaps.push_back({what, row.get<std::string>(0), row.get<std::int64_t>(1)});
    }));
  }
  return gaps;
}

}  // namespace chiron::conflicts
