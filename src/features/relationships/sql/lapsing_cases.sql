SELECT id
  FROM cases
 WHERE institution_id = $1 AND state = 'open' AND deadline <= $2
 ORDER BY id LIMIT $3
