UPDATE accounts SET state = 'active', salt = $3, proof = $4, totp_secret = $5, totp_last_step = $6, changed_at = $7
 WHERE institution_id = $1 AND id = $2
