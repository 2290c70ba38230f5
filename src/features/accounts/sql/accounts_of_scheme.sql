SELECT id, email, person_id, state, scheme, salt, proof, totp_secret, totp_last_step
  FROM accounts WHERE institution_id = $1 AND scheme = $2 AND state = 'active' ORDER BY created_at, email
