-- The same page where many answered: along the index of names, until it is full.
SELECT a.person_id, v.given_name, v.family_name, v.site, a.takes_part, a.capacity, a.hours_per_month, a.topics, a.ways,
       a.path, a.declared_on, c.passed_on, v.specialty, a.released_by
  FROM current_person_versions v
 CROSS JOIN educator_answers a
  LEFT JOIN readiness_checks c
    ON c.institution_id = a.institution_id AND c.person_id = a.person_id AND c.role = $3
 WHERE v.institution_id = $1
   AND (v.family_name, v.given_name, v.person_id) > ($4, $5, $6)
   AND a.institution_id = v.institution_id
   AND a.program_id = $2
   AND a.person_id = v.person_id
 ORDER BY v.family_name, v.given_name, v.person_id LIMIT $7
