INSERT INTO contests (institution_id, id, case_id, person_id, statement, contested_at)
VALUES ($1, $2, $3, $4, $5, $6)
