SELECT name, made_at, title, standing, program, next FROM reports WHERE institution_id = $1 ORDER BY made_at, name
