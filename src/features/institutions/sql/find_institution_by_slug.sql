SELECT id, slug, name, time_zone, mode FROM institutions WHERE slug = $1
