INSERT INTO logins (institution_id, id, account_id, token_hash, browser, created_at, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $6)
