SELECT learner_id, educator_id, rank FROM match_wishes
 WHERE institution_id = $1 AND run_id = $2
 ORDER BY learner_id, rank
