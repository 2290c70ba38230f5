SELECT program_id, step, starts, days FROM program_steps WHERE institution_id = $1
