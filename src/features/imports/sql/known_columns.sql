SELECT kind, heading, meaning FROM column_choices WHERE institution_id = $1 ORDER BY kind, folded
