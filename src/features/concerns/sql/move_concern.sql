UPDATE concerns SET state = $4 WHERE institution_id = $1 AND id = $2 AND state = $3
