SELECT id, slug, name, time_zone, mode FROM institutions WHERE id = $1
