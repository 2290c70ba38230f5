SELECT person_id
  FROM recusals
 WHERE institution_id = $1 AND id = $2
