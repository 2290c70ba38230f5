SELECT what, from_day, to_day
  FROM current_recusals
 WHERE institution_id = $1 AND person_id = $2 AND learner_id = $3
