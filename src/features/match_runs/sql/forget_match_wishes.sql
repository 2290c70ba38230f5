DELETE FROM match_wishes WHERE institution_id = $1 AND run_id = $2
