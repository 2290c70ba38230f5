UPDATE logins SET seen_at = $3 WHERE institution_id = $1 AND id = $2 AND seen_at < $3 AND ended_at IS NULL
