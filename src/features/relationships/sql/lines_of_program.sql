-- Pairs of a program with the names of both; of a group, a line for every two.
SELECT r.id, l.given_name, l.family_name, e.given_name, e.family_name, r.state, r.standing, o.answer_by, n.ending
  FROM relationships_now r
  JOIN relationship_parties pl
    ON pl.institution_id = r.institution_id AND pl.relationship_id = r.id AND pl.side = 'learner'
  JOIN relationship_parties pe
    ON pe.institution_id = r.institution_id AND pe.relationship_id = r.id AND pe.side = 'educator'
  JOIN current_person_versions l ON l.institution_id = pl.institution_id AND l.person_id = pl.person_id
  JOIN current_person_versions e ON e.institution_id = pe.institution_id AND e.person_id = pe.person_id
  LEFT JOIN offers o ON o.institution_id = r.institution_id AND o.relationship_id = r.id AND r.state = 'offered'
  LEFT JOIN endings n ON n.institution_id = r.institution_id AND n.relationship_id = r.id
 WHERE r.institution_id = $1 AND r.program_id = $2 AND r.id > $3
 ORDER BY r.id LIMIT $4
