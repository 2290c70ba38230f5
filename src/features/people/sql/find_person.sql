SELECT person_id, revision FROM person WHERE institution_id = $1 AND external_id = $2
