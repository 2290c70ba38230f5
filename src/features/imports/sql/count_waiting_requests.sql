SELECT count(*) FROM import_requests WHERE institution_id = $1 AND state = 'waiting' AND requested_by <> $2
