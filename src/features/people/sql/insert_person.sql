INSERT INTO people (institution_id, id, external_id, revision) VALUES ($1, $2, $3, 0)
