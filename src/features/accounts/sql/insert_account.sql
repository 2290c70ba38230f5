INSERT INTO accounts (institution_id, id, email, person_id, state, scheme, salt, totp_last_step, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8)
