SELECT id, browser, created_at, seen_at FROM logins
 WHERE institution_id = $1 AND account_id = $2 AND ended_at IS NULL ORDER BY created_at DESC, id
