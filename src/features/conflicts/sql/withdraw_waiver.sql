UPDATE waivers SET withdrawn_at = $3, withdrawn_by = $4
 WHERE institution_id = $1 AND id = $2 AND withdrawn_at IS NULL
