SELECT learner_id FROM wish_lists WHERE institution_id = $1 AND program_id = $2
