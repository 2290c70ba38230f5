INSERT INTO coverage (institution_id, id, said_by, kind, target_kind, target_group, from_day, to_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
