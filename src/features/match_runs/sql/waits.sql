SELECT EXISTS (SELECT 1 FROM waiting_learners WHERE institution_id = $1 AND program_id = $2 AND learner_id = $3)
