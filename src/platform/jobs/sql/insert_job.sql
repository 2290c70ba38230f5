INSERT INTO jobs (institution_id, id, queue, kind, version, idempotency_key, state, payload, run_at, attempts,
                  attempts_limit, lease_owner, lease_until, progress, cancel_requested, result, error_key, created_at)
VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, 0, $9, NULL, NULL, 0, FALSE, '', '', $10)
ON CONFLICT (institution_id, kind, idempotency_key) DO NOTHING
