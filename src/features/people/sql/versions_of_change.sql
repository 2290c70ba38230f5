SELECT v.person_id, p.external_id,
       EXISTS (SELECT 1 FROM current_person_versions c WHERE c.institution_id = v.institution_id AND c.id = v.id)
  FROM person_versions v
  JOIN people p ON p.institution_id = v.institution_id AND p.id = v.person_id
 WHERE v.institution_id = $1 AND v.said_by = $2
 ORDER BY p.external_id
