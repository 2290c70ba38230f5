SELECT learner_id, educator_id, rank FROM wishes
 WHERE institution_id = $1 AND program_id = $2
 ORDER BY learner_id, rank
