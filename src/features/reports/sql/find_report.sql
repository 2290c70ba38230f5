SELECT document FROM reports WHERE institution_id = $1 AND name = $2
