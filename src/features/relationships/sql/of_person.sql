SELECT r.id, r.program_id, r.charter_version, r.role, r.state, r.standing, r.from_day, r.to_day, r.revision
  FROM relationship_parties p
  JOIN relationships_now r ON r.institution_id = p.institution_id AND r.id = p.relationship_id
 WHERE p.institution_id = $1 AND p.person_id = $2
 ORDER BY r.from_day, r.id
