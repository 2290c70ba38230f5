SELECT seq, hash FROM audit_entries WHERE institution_id = $1 ORDER BY seq DESC LIMIT 1
