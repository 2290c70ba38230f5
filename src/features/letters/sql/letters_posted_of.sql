SELECT person_id, occasion FROM letters_posted WHERE institution_id = $1 AND program_id = $2 AND kind = $3
