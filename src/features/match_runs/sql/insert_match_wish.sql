INSERT INTO match_wishes (institution_id, run_id, learner_id, educator_id, rank) VALUES ($1, $2, $3, $4, $5)
