SELECT institution_id, id, queue, kind, version, idempotency_key, state, payload, run_at, attempts, attempts_limit,
       progress, cancel_requested, result, error_key, created_at, lease_until
FROM jobs
WHERE state IN ('waiting', 'running') AND coalesce(lease_until, run_at) <= $1
  AND (coalesce(lease_until, run_at), id) > ($2, $3)
ORDER BY coalesce(lease_until, run_at), id
LIMIT $4
