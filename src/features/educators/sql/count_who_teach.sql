SELECT count(*)
  FROM current_person_versions v
 WHERE v.institution_id = $1 AND v.kind <> 'learner' AND v.present_from <= $2 AND v.present_to > $2
