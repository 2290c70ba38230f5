-- A page of those who answered, by name, after somebody; with the day on which they passed the questions on the role.
-- Where few answered: all of them are read.
SELECT a.person_id, v.given_name, v.family_name, v.site, a.takes_part, a.capacity, a.hours_per_month, a.topics, a.ways,
       a.path, a.declared_on, c.passed_on, v.specialty, a.released_by
  FROM educator_answers a
 CROSS JOIN current_person_versions v
  LEFT JOIN readiness_checks c
    ON c.institution_id = a.institution_id AND c.person_id = a.person_id AND c.role = $3
 WHERE a.institution_id = $1
   AND a.program_id = $2
   AND v.institution_id = a.institution_id
   AND v.person_id = a.person_id
   AND (v.family_name, v.given_name, v.person_id) > ($4, $5, $6)
 ORDER BY v.family_name, v.given_name, v.person_id LIMIT $7
