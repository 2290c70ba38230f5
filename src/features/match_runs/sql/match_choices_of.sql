SELECT c.learner_id, c.educator_id, c.choice, l.external_id, e.external_id
  FROM match_choices c
  JOIN people l ON l.institution_id = c.institution_id AND l.id = c.learner_id
  JOIN people e ON e.institution_id = c.institution_id AND e.id = c.educator_id
 WHERE c.institution_id = $1 AND c.run_id = $2
 ORDER BY c.learner_id, c.educator_id
