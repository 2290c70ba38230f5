SELECT EXISTS (SELECT 1 FROM current_coverage WHERE institution_id = $1)
