UPDATE import_requests SET state = 'lapsed' WHERE institution_id = $1 AND id = $2 AND state = 'approved'
