INSERT INTO match_run_errors (institution_id, run_id, name, value, person_id) VALUES ($1, $2, $3, $4, $5)
