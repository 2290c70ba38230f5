INSERT INTO match_educators (institution_id, run_id, person_id, takes_part, capacity, ready, declared)
VALUES ($1, $2, $3, $4, $5, $6, $7)
