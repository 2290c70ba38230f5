SELECT person_id, not_with_id FROM match_vetoes
 WHERE institution_id = $1 AND run_id = $2
 ORDER BY person_id, not_with_id
