INSERT INTO cases (institution_id, id, relationship_id, learner_id, educator_id, tie, rule, level, opened_on, deadline,
                   starts_on, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open')
