UPDATE person_versions SET retracted_by = $3
 WHERE institution_id = $1
   AND id IN (SELECT v.id FROM current_person_versions v WHERE v.institution_id = $1 AND v.person_id = $2)
