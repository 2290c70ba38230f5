-- Whom a published run left without an offer.
SELECT learner_id FROM match_unplaced WHERE institution_id = $1 AND run_id = $2
UNION
SELECT learner_id FROM match_proposals
 WHERE institution_id = $1 AND run_id = $2 AND became IN ('no_seat', 'conflict')
 ORDER BY learner_id
