SELECT d.id, EXISTS (SELECT 1 FROM current_coverage c WHERE c.institution_id = d.institution_id AND c.id = d.id)
  FROM coverage d
 WHERE d.institution_id = $1 AND d.said_by = $2
 ORDER BY d.id
