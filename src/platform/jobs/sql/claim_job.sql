-- Compare and set: only while the job is as it was seen (its attempts count every claim).
UPDATE jobs SET state = 'running', attempts = attempts + 1, lease_owner = $4, lease_until = $5
WHERE institution_id = $1 AND id = $2 AND attempts = $3 AND state IN ('waiting', 'running')
  AND coalesce(lease_until, run_at) <= $6
