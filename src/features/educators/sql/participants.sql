SELECT v.person_id, v.kind, v.stage, v.site, v.unit, v.cohort, v.present_from, v.present_to, v.capacity
  FROM current_person_versions v
 WHERE v.institution_id = $1
 ORDER BY v.person_id
