DELETE FROM match_unplaced WHERE institution_id = $1 AND run_id = $2
