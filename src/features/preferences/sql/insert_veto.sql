INSERT INTO vetoes (institution_id, program_id, person_id, not_with_id) VALUES ($1, $2, $3, $4)
ON CONFLICT (institution_id, program_id, person_id, not_with_id) DO NOTHING
