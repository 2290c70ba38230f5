DELETE FROM duties
 WHERE institution_id = $1
   AND id IN (SELECT d.id FROM duties d WHERE d.institution_id = $1 AND d.said_by = $2 LIMIT $3)
