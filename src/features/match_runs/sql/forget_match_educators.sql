DELETE FROM match_educators WHERE institution_id = $1 AND run_id = $2
