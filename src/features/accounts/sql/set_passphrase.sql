UPDATE accounts SET salt = $3, proof = $4, changed_at = $5 WHERE institution_id = $1 AND id = $2
