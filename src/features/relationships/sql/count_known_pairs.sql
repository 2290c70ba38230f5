SELECT count(*) FROM known_pairs WHERE institution_id = $1 AND role IN ('', $2)
