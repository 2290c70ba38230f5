INSERT INTO letters_posted (institution_id, program_id, kind, person_id, occasion, posted_at, letter_key, outcome)
VALUES ($1, $2, $3, $4, $5, $6, $7, '')
ON CONFLICT (institution_id, program_id, kind, person_id, occasion) DO NOTHING
