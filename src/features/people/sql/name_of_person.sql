SELECT p.external_id, v.given_name, v.family_name
  FROM current_person_versions v
  JOIN people p ON p.institution_id = v.institution_id AND p.id = v.person_id
 WHERE v.institution_id = $1 AND v.person_id = $2
