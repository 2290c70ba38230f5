DELETE FROM person_versions
 WHERE institution_id = $1
   AND id IN (SELECT v.id FROM person_versions v WHERE v.institution_id = $1 AND v.said_by = $2 LIMIT $3)
