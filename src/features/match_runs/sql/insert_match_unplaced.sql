INSERT INTO match_unplaced (institution_id, run_id, learner_id, reason) VALUES ($1, $2, $3, $4)
