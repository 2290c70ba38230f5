UPDATE contests SET answer = $4, answered_at = $5, answered_by = $6, reason = $7
 WHERE institution_id = $1 AND id = $2 AND case_id = $3 AND answer IS NULL
