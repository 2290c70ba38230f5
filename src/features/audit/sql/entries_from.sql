SELECT seq, time, type, actor, subject, salt, payload, payload_hash, hash
FROM audit_entries WHERE institution_id = $1 AND seq > $2 ORDER BY seq LIMIT $3
