INSERT INTO program_steps (institution_id, program_id, step, starts, days) VALUES ($1, $2, $3, $4, $5)
