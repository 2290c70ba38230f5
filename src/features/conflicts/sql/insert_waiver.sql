INSERT INTO waivers (institution_id, id, learner_id, educator_id, role, rule, from_day, to_day, reason, requested_at,
                     requested_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
