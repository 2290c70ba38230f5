UPDATE duties SET retracted_at = $3, retracted_by = $4
 WHERE institution_id = $1 AND id = $2 AND retracted_at IS NULL
