SELECT id, slug, name, time_zone, mode FROM institutions ORDER BY slug
