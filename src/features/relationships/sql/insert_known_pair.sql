INSERT INTO known_pairs (institution_id, learner_id, educator_id, role, from_day, to_day, said_by)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (institution_id, learner_id, educator_id, role)
DO UPDATE SET from_day = EXCLUDED.from_day, to_day = EXCLUDED.to_day, said_by = EXCLUDED.said_by
