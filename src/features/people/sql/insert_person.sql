INSERT INTO person (institution_id, person_id, external_id, revision) VALUES ($1, $2, $3, 0)
