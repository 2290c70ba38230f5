// The institution's time zone, and the moment in it.
#include "features/institutions/today.h"

#include "features/institutions/institution_store.h"
#include "platform/text/zone.h"

namespace chiron::institutions {

Result<Date> today_of(db::ReadTransaction& read, InstitutionId institution, const Clock& clock) {
  const auto found = TRY(find(read, institution));
  if (!found) return err(fail(ErrorCode::not_found, "institutions.unknown"));
  return TRY(text::Zone::named(found->time_zone)).date_of(clock.now());
}

}  // namespace chiron::institutions
