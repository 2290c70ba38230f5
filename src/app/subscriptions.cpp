// The list.
#include "app/subscriptions.h"

#include "app/report_jobs.h"
#include "features/letters/letter_actions.h"
#include "features/match_runs/waiting_actions.h"
#include "features/relationships/relationship_jobs.h"

namespace chiron::app {

void subscribe(db::Database& database) {
  database.subscribe<duties::FactsChanged>(relationships::on_facts_changed);
  database.subscribe<duties::FactsChanged>(on_facts_changed);
  database.subscribe<relationships::KnownPairsChanged>(on_known_pairs_changed);
  database.subscribe<relationships::OffersMade>(letters::on_offers_made);
  database.subscribe<relationships::OffersMade>(on_offers_made);
  database.subscribe<relationships::RelationshipsChanged>(letters::on_relationships_changed);
  database.subscribe<match_runs::RunMoved>(letters::on_run_moved);
  database.subscribe<relationships::RelationshipClosed>(match_runs::on_closed);
  database.subscribe<relationships::RelationshipClosed>(on_closed);
  database.subscribe<educators::CapacityChanged>(match_runs::on_capacity_changed);
}

}  // namespace chiron::app
