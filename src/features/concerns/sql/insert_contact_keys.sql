INSERT INTO contact_keys (institution_id, account_id, version, bundle, seeds, made_on)
VALUES ($1, $2, $3, $4, $5, $6)
