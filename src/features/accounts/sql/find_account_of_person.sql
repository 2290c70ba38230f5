SELECT id, email, person_id, state, scheme, salt, proof, totp_secret, totp_last_step
  FROM accounts WHERE institution_id = $1 AND person_id = $2
