SELECT program_id, takes_part FROM educator_answers WHERE institution_id = $1 AND person_id = $2
