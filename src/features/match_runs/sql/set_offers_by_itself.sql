INSERT INTO seat_offering (institution_id, program_id, by_itself) VALUES ($1, $2, $3)
ON CONFLICT (institution_id, program_id) DO UPDATE SET by_itself = EXCLUDED.by_itself
