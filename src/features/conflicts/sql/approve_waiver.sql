UPDATE waivers SET approved_at = $3, approved_by = $4
 WHERE institution_id = $1 AND id = $2 AND approved_at IS NULL AND withdrawn_at IS NULL
