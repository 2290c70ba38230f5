UPDATE match_runs SET signed_off_at = $3, signed_off_by = $4
 WHERE institution_id = $1 AND id = $2 AND state = 'done' AND signed_off_at IS NULL
