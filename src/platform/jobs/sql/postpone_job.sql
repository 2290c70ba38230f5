UPDATE jobs SET state = 'waiting', error_key = $4, run_at = $5, lease_owner = NULL, lease_until = NULL
WHERE institution_id = $1 AND id = $2 AND lease_owner = $3 AND state = 'running'
