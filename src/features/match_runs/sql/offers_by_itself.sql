SELECT by_itself FROM seat_offering WHERE institution_id = $1 AND program_id = $2
