UPDATE duties SET retracted_by = $3
 WHERE institution_id = $1
   AND id IN (SELECT d.id FROM current_duties d WHERE d.institution_id = $1 AND d.id = $2)
