SELECT id, kind, person_id, target_kind, target_person_id, target_group, from_day, to_day, source
  FROM duties
 WHERE institution_id = $1 AND retracted_by = $2
 ORDER BY id
