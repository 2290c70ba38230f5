INSERT INTO concerns (institution_id, id, token_hash, opened_on, state) VALUES ($1, $2, $3, $4, 'received')
