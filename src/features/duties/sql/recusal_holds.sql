SELECT EXISTS (SELECT 1 FROM current_recusals WHERE institution_id = $1 AND id = $2)
