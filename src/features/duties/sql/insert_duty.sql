INSERT INTO duties (institution_id, id, said_by, kind, person_id, target_kind, target_person_id, target_group, from_day,
  to_day, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
