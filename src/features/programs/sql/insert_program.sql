INSERT INTO programs (institution_id, id, name, role)
VALUES ($1, $2, $3, $4)
