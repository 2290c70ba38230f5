INSERT INTO people (institution_id, id, external_id, revision, said_by) VALUES ($1, $2, $3, 0, $4)
