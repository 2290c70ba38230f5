SELECT id, revision FROM people_now WHERE institution_id = $1 AND external_id = $2
