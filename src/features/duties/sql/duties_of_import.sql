SELECT duty_id, retracted_at FROM duty WHERE institution_id = $1 AND import_id = $2 ORDER BY duty_id
