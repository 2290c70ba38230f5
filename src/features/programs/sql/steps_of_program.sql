SELECT step, starts, days FROM program_steps WHERE institution_id = $1 AND program_id = $2 ORDER BY starts, step
