SELECT family_name, given_name FROM current_person_versions WHERE institution_id = $1 AND person_id = $2
