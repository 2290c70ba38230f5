UPDATE invitations SET used_at = $3, proof = NULL, totp_secret = NULL WHERE institution_id = $1 AND id = $2
