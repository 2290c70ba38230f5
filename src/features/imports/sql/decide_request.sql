UPDATE import_requests SET state = $3, decided_by = $4, decided_at = $5
 WHERE institution_id = $1 AND id = $2 AND state = 'waiting'
