DELETE FROM match_vetoes WHERE institution_id = $1 AND run_id = $2
