DELETE FROM findings
 WHERE institution_id = $1
   AND relationship_id = ANY($2)
