SELECT id, retracted_at FROM duties WHERE institution_id = $1 AND import_id = $2 ORDER BY id
