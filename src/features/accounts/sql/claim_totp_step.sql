UPDATE accounts SET totp_last_step = $3 WHERE institution_id = $1 AND id = $2 AND totp_last_step < $3
