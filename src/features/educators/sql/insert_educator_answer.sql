INSERT INTO educator_answers (institution_id, program_id, person_id, revision, takes_part, capacity, hours_per_month,
                              released_by, topics, ways, path, declared_on, answered_at)
VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12)
