SELECT id, role, state, standing, from_day, to_day, revision FROM relationships WHERE institution_id = $1 AND id = $2
