UPDATE educator_answers
   SET revision = revision + 1, takes_part = $5, capacity = $6, hours_per_month = $7, released_by = $8, topics = $9,
       ways = $10, path = $11, declared_on = $12, answered_at = $13
 WHERE institution_id = $1 AND program_id = $2 AND person_id = $3 AND revision = $4
