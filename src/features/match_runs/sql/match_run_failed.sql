UPDATE match_runs SET state = 'failed', error_key = $3 WHERE institution_id = $1 AND id = $2 AND state = 'waiting'
