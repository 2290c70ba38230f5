UPDATE programs SET revision = revision + 1 WHERE institution_id = $1 AND id = $2 AND revision = $3
