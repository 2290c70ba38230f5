SELECT v.person_id, v.given_name, v.family_name, v.site, v.specialty, v.stage
  FROM current_person_versions v
 WHERE v.institution_id = $1
 ORDER BY v.family_name, v.given_name, v.person_id
