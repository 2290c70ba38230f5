INSERT INTO match_reports (institution_id, run_id, document) VALUES ($1, $2, $3)
