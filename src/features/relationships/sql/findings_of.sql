SELECT relationship_id, learner_id, educator_id, rule, level, standing, from_day, to_day
  FROM findings
 WHERE institution_id = $1
   AND relationship_id = ANY($2)
 ORDER BY from_day, rule, learner_id, educator_id
