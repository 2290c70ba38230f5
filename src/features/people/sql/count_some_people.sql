SELECT count(*) FROM (SELECT 1 FROM people WHERE institution_id = $1 LIMIT $2) found
