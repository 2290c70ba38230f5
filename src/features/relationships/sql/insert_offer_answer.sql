INSERT INTO offer_answers (institution_id, relationship_id, person_id, answer, answered_at) VALUES ($1, $2, $3, $4, $5)
