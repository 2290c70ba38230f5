UPDATE match_runs SET state = 'published', published_at = $3
 WHERE institution_id = $1 AND id = $2 AND state = 'publishing'
