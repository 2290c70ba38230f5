INSERT INTO wish_lists (institution_id, program_id, learner_id, revision, saved_at) VALUES ($1, $2, $3, 1, $4)
