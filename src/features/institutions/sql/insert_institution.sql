INSERT INTO institutions (id, slug, name, time_zone, mode) VALUES ($1, $2, $3, $4, $5)
