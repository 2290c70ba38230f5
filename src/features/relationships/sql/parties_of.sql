SELECT p.person_id, p.side, q.revision, p.left_on
  FROM relationship_parties p
  JOIN people_now q ON q.institution_id = p.institution_id AND q.id = p.person_id
 WHERE p.institution_id = $1 AND p.relationship_id = $2
 ORDER BY p.side, p.person_id
