INSERT INTO relationships (institution_id, id, program_id, charter_version, role, state, standing, from_day, to_day,
                           revision)
VALUES ($1, $2, $3, $4, $5, 'offered', 'unchecked', $6, $7, 0)
