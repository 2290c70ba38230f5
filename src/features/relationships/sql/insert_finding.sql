INSERT INTO findings (institution_id, relationship_id, learner_id, educator_id, rule, tie, looks, level, standing,
                      from_day, to_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
