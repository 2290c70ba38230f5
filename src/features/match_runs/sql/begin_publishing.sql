-- Only one of two coordinators changes a row.
UPDATE match_runs SET state = 'publishing', published_by = $3
 WHERE institution_id = $1 AND id = $2 AND state = 'done'
