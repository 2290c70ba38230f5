UPDATE cases SET rule = $3, level = $4, deadline = $5, starts_on = $6, revision = revision + 1
 WHERE institution_id = $1 AND id = $2
