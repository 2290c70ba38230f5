DELETE FROM people
 WHERE institution_id = $1
   AND id IN (SELECT p.id FROM people p WHERE p.institution_id = $1 AND p.said_by = $2 LIMIT $3)
