SELECT l.external_id, e.external_id, k.role, k.from_day, k.to_day
  FROM known_pairs k
  JOIN people l ON l.institution_id = k.institution_id AND l.id = k.learner_id
  JOIN people e ON e.institution_id = k.institution_id AND e.id = k.educator_id
 WHERE k.institution_id = $1
 ORDER BY k.learner_id, k.educator_id, k.role
