SELECT duty_id, kind, person_id, target_kind, target_person_id, target_group, from_day, to_day, source
  FROM duty
 WHERE institution_id = $1 AND retracted_by = $2
 ORDER BY duty_id
