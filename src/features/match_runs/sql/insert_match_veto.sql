INSERT INTO match_vetoes (institution_id, run_id, person_id, not_with_id) VALUES ($1, $2, $3, $4)
