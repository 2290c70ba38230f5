UPDATE jobs SET lease_until = $4, progress = $5
WHERE institution_id = $1 AND id = $2 AND lease_owner = $3 AND state = 'running'
