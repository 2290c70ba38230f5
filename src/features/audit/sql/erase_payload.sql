UPDATE audit_entries SET salt = NULL, payload = NULL WHERE institution_id = $1 AND seq = $2
