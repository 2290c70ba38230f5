UPDATE cases SET others_told_at = $3
 WHERE institution_id = $1 AND id = $2 AND others_told_at IS NULL
