INSERT INTO changes (institution_id, id, kind, state) VALUES ($1, $2, $3, 'staged')
