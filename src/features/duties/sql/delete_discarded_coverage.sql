DELETE FROM coverage
 WHERE institution_id = $1
   AND id IN (SELECT d.id FROM coverage d WHERE d.institution_id = $1 AND d.said_by = $2 LIMIT $3)
