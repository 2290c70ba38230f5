SELECT seq, time, type, actor, subject, salt, payload, payload_hash, hash
FROM audit_entries WHERE institution_id = $1 AND subject = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4
