SELECT person_id, not_with_id FROM vetoes
 WHERE institution_id = $1 AND program_id = $2 AND person_id = $3
 UNION ALL
SELECT person_id, not_with_id FROM vetoes
 WHERE institution_id = $1 AND program_id = $2 AND not_with_id = $3
 ORDER BY person_id, not_with_id
