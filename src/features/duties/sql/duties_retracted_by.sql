SELECT id FROM duties WHERE institution_id = $1 AND retracted_by = $2 ORDER BY id
