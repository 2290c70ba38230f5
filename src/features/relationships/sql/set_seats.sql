INSERT INTO program_seats (institution_id, program_id, person_id, seats) VALUES ($1, $2, $3, $4)
ON CONFLICT (institution_id, program_id, person_id) DO UPDATE SET seats = EXCLUDED.seats
