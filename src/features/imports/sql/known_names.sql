SELECT written, person FROM name_choices WHERE institution_id = $1 ORDER BY written
