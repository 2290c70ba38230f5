-- The run does not count: it ended because its server did.
UPDATE jobs SET state = 'waiting', attempts = attempts - 1, lease_owner = NULL, lease_until = NULL
WHERE institution_id = $1 AND id = $2 AND lease_owner = $3 AND state = 'running'
