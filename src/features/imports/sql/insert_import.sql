INSERT INTO imports (institution_id, id, accepted_at, files, people_added, people_changed, people_left,
  duties_added, duties_ended)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
