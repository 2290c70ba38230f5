// Which day it is where an institution is.
#pragma once

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "platform/db/transaction.h"

namespace chiron::institutions {

/// Errors: "institutions.unknown" (not_found).
Result<Date> today_of(db::ReadTransaction& read, InstitutionId institution, const Clock& clock);

}  // namespace chiron::institutions
