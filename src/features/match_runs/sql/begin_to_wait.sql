INSERT INTO waiting_learners (institution_id, program_id, learner_id, goes_first, since, lot)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (institution_id, program_id, learner_id)
DO UPDATE SET goes_first = (waiting_learners.goes_first OR EXCLUDED.goes_first)
