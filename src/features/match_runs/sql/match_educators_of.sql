SELECT person_id, takes_part, capacity, ready, declared FROM match_educators
 WHERE institution_id = $1 AND run_id = $2
 ORDER BY person_id
