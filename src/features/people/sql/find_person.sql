SELECT id, revision FROM people WHERE institution_id = $1 AND external_id = $2
