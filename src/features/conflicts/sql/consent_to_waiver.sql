UPDATE waivers SET consented_at = $3, consented_by = $4
 WHERE institution_id = $1 AND id = $2 AND consented_at IS NULL AND withdrawn_at IS NULL
