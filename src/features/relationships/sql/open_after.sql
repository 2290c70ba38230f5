SELECT id
  FROM relationships
 WHERE institution_id = $1 AND id > $2 AND state IN ('offered', 'active', 'paused')
 ORDER BY id LIMIT $3
