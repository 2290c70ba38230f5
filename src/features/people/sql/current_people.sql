SELECT p.id, p.external_id, v.given_name, v.family_name, v.email, v.profession, v.kind, v.stage, v.site, v.unit,
       v.cohort, v.specialty, v.languages, v.interests, v.manager, v.capacity, v.minutes_per_month, v.trained_on,
       v.declared_on, v.present_from, v.present_to, v.left_because
  FROM current_person_versions v
  JOIN people p ON p.institution_id = v.institution_id AND p.id = v.person_id
 WHERE v.institution_id = $1
 ORDER BY p.external_id
