INSERT INTO relationships (institution_id, id, role, state, standing, from_day, to_day, revision)
VALUES ($1, $2, $3, 'offered', 'unchecked', $4, $5, 0)
