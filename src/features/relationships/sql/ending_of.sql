SELECT ended_on, ending FROM endings WHERE institution_id = $1 AND relationship_id = $2
