INSERT INTO offers (institution_id, relationship_id, acceptance, offered_on, answer_by) VALUES ($1, $2, $3, $4, $5)
