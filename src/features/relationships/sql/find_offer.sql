SELECT acceptance, offered_on, answer_by FROM offers WHERE institution_id = $1 AND relationship_id = $2
