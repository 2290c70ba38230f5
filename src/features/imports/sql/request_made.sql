UPDATE import_requests SET import_id = $3 WHERE institution_id = $1 AND id = $2 AND state = 'approved'
