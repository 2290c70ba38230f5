DELETE FROM known_pairs WHERE institution_id = $1 AND said_by = $2
