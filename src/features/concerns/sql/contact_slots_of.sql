SELECT kind, sealed FROM contact_slots WHERE institution_id = $1 AND account_id = $2 AND version = $3 ORDER BY kind
