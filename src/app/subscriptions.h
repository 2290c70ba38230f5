// What follows from what: the subscriptions to the events that features publish inside a write.
#pragma once

#include "platform/db/database.h"

namespace chiron::app {

/// The only list of subscriptions; called once, before the database's first write.
void subscribe(db::Database& database);

}  // namespace chiron::app
