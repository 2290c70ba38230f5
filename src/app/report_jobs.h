// The reports of an institution that serves: made anew whenever its facts or its pairs change, and every night.
#pragma once

#include "base/clock.h"
#include "features/duties/facts_changed.h"
#include "features/relationships/known_pairs.h"
#include "features/relationships/relationship_closed.h"
#include "features/relationships/relationship_events.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

namespace chiron::app {

inline constexpr const char* reports_kind = "reports.make";

/// Asks for the reports, with an id drawn from `random`, in the transaction of the change, unless a job waits that will
/// see it. Nothing in a demo, whose reports tell its story (main_job.h).
Result<> ask_for_reports(db::WriteTransaction& write, InstitutionId institution, Instant now, Random& random);
Result<> on_facts_changed(db::WriteTransaction& write, const duties::FactsChanged& event);
Result<> on_known_pairs_changed(db::WriteTransaction& write, const relationships::KnownPairsChanged& event);
Result<> on_offers_made(db::WriteTransaction& write, const relationships::OffersMade& event);
Result<> on_closed(db::WriteTransaction& write, const relationships::RelationshipClosed& event);

/// Makes the audit, the page for the accreditor and the conflicts ahead from the database: of the pairs on the
/// institution's list and of those in its programs. Nothing before any pair is known. The audit's term is that of a
/// program that runs, else the academic year from 1 August.
jobs::Handler reports_handler(db::Database& database, const Clock& clock);

}  // namespace chiron::app
