INSERT INTO contact_slots (institution_id, account_id, version, kind, sealed)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (institution_id, account_id, version, kind) DO UPDATE SET sealed = excluded.sealed
