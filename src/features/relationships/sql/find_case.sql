SELECT id, relationship_id, learner_id, educator_id, tie, rule, level, opened_on, deadline, starts_on, state, way,
       learner_told_at, others_told_at, closed_on, program_id, revision
  FROM cases
 WHERE institution_id = $1 AND id = $2
 ORDER BY opened_on, id
