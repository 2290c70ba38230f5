SELECT count(*) FROM waiting_learners WHERE institution_id = $1 AND program_id = $2
