SELECT id, person_id, statement, contested_at, answer, reason
  FROM contests
 WHERE institution_id = $1 AND case_id = $2
 ORDER BY contested_at, id
