SELECT id FROM jobs WHERE institution_id = $1 AND kind = $2 AND idempotency_key = $3
