SELECT t.not_with_id
  FROM vetoes t
  JOIN current_person_versions v ON v.institution_id = t.institution_id AND v.person_id = t.not_with_id
 WHERE t.institution_id = $1 AND t.program_id = $2 AND t.person_id = $3
 ORDER BY v.family_name, v.given_name, t.not_with_id
