SELECT person_id, learner_id, what, from_day, to_day
  FROM current_recusals
 WHERE institution_id = $1
   AND person_id = ANY($2)
   AND learner_id = ANY($3)
