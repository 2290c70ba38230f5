-- What an interrupted job had stored.
DELETE FROM match_proposals WHERE institution_id = $1 AND run_id = $2
