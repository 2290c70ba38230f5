UPDATE invitations SET proof = $3, totp_secret = $4 WHERE institution_id = $1 AND id = $2
