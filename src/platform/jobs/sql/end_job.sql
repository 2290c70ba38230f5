UPDATE jobs SET state = $4, result = $5, error_key = $6, ended_at = $7, lease_owner = NULL, lease_until = NULL,
                progress = CASE WHEN $4 = 'done' THEN 1000 ELSE progress END
WHERE institution_id = $1 AND id = $2 AND lease_owner = $3 AND state = 'running'
