// The list.
#include "app/subscriptions.h"

#include "features/relationships/relationship_jobs.h"

namespace chiron::app {

void subscribe(db::Database& database) { database.subscribe<duties::FactsChanged>(relationships::on_facts_changed); }

}  // namespace chiron::app
