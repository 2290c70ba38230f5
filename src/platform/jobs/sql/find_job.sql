SELECT institution_id, id, queue, kind, version, idempotency_key, state, payload, run_at, attempts, attempts_limit,
       progress, cancel_requested, result, error_key, created_at, lease_until
FROM jobs WHERE institution_id = $1 AND id = $2
