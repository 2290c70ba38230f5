SELECT person_id, not_with_id FROM vetoes
 WHERE institution_id = $1 AND program_id = $2
 ORDER BY person_id, not_with_id
