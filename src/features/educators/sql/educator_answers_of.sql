-- Everybody who answered, by name; with the day on which they passed the questions on the role.
SELECT a.person_id, v.given_name, v.family_name, v.site, a.takes_part, a.capacity, a.hours_per_month, a.topics, a.ways,
       a.path, a.declared_on, c.passed_on, v.specialty, a.released_by
  FROM educator_answers a
  JOIN current_person_versions v ON v.institution_id = a.institution_id AND v.person_id = a.person_id
  LEFT JOIN readiness_checks c
    ON c.institution_id = a.institution_id AND c.person_id = a.person_id AND c.role = $3
 WHERE a.institution_id = $1 AND a.program_id = $2
 ORDER BY v.family_name, v.given_name, a.person_id
