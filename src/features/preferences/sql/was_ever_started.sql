SELECT EXISTS (SELECT 1 FROM programs WHERE institution_id = $1 AND id = $2 AND started_at IS NOT NULL)
