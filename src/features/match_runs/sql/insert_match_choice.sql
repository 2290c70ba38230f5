INSERT INTO match_choices (institution_id, run_id, learner_id, educator_id, choice) VALUES ($1, $2, $3, $4, $5)
