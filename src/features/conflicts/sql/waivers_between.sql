SELECT learner_id, educator_id, rule, from_day, to_day
  FROM waivers
 WHERE institution_id = $1
   AND learner_id = ANY($2)
   AND educator_id = ANY($3)
   AND role = $4
   AND approved_at IS NOT NULL
   AND withdrawn_at IS NULL
 ORDER BY learner_id, educator_id, rule, from_day
