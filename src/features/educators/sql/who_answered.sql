SELECT person_id, takes_part FROM educator_answers WHERE institution_id = $1 AND program_id = $2 ORDER BY person_id
