SELECT id, relationship_id, learner_id, educator_id, tie, rule, level, opened_on, deadline, starts_on, state, way,
       learner_told_at, others_told_at, closed_on, program_id, revision
  FROM cases
 WHERE institution_id = $1 AND relationship_id = ANY($2) AND closed_on IS NULL
 ORDER BY opened_on, id
