INSERT INTO invitations (institution_id, id, account_id, token_hash, salt, made_at, made_by, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
