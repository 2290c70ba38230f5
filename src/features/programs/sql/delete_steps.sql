DELETE FROM program_steps WHERE institution_id = $1 AND program_id = $2
