UPDATE programs SET name = $3 WHERE institution_id = $1 AND id = $2 AND name <> $3
