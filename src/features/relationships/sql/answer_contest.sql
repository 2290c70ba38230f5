UPDATE contests SET answer = $3, answered_at = $4, answered_by = $5
 WHERE institution_id = $1 AND id = $2 AND answer IS NULL
