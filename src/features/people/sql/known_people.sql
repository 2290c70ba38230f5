SELECT id, external_id FROM people WHERE institution_id = $1
