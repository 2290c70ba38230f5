SELECT v.person_id, v.retracted_at
  FROM person_versions v
 WHERE v.institution_id = $1 AND v.import_id = $2
 ORDER BY v.person_id
