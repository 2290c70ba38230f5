INSERT INTO duties (institution_id, id, said_by, kind, person_id, target_kind, target_person_id, target_group, from_day,
  to_day, source)
SELECT institution_id, $3, $4, kind, person_id, target_kind, target_person_id, target_group, from_day, to_day, source
  FROM duties
 WHERE institution_id = $1 AND id = $2
