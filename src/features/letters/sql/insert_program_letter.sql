INSERT INTO program_letters (institution_id, program_id, kind, revision, silent, subject, words)
VALUES ($1, $2, $3, 1, $4, $5, $6)
