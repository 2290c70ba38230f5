SELECT count(*) FROM places_held WHERE institution_id = $1 AND program_id = $2 AND person_id = $3 AND side = 'educator'
