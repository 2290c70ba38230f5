INSERT INTO recusals (institution_id, id, said_by, person_id, learner_id, what, from_day, to_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
