SELECT v.institution_id, v.id, v.account_id, a.email, v.salt, v.proof, v.totp_secret, v.expires_at, v.used_at
  FROM invitations v
  JOIN accounts a ON a.institution_id = v.institution_id AND a.id = v.account_id
 WHERE v.token_hash = $1
