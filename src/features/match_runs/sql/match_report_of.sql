SELECT document FROM match_reports WHERE institution_id = $1 AND run_id = $2
