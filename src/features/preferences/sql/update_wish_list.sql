UPDATE wish_lists SET revision = revision + 1, saved_at = $4
 WHERE institution_id = $1 AND program_id = $2 AND learner_id = $3
