SELECT id FROM relationships
 WHERE institution_id = $1 AND standing = 'unchecked' AND state IN ('offered', 'active', 'paused')
 ORDER BY id LIMIT $2
