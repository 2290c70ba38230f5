SELECT program_id FROM seat_offering WHERE institution_id = $1 AND by_itself ORDER BY program_id
