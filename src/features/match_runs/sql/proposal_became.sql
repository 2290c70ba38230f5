UPDATE match_proposals SET became = $4 WHERE institution_id = $1 AND run_id = $2 AND learner_id = $3
