INSERT INTO audit_entries (institution_id, seq, time, type, actor, subject, salt, payload, payload_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
