DELETE FROM column_choices WHERE institution_id = $1 AND kind = $2 AND folded = $3
