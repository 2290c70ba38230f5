SELECT a.person_id, a.takes_part, a.capacity,
       EXISTS (SELECT 1
                 FROM readiness_checks c
                WHERE c.institution_id = a.institution_id AND c.person_id = a.person_id AND c.role = $3),
       coalesce(a.declared_on + 366 > $4, FALSE)
  FROM educator_answers a
 WHERE a.institution_id = $1 AND a.program_id = $2
 ORDER BY a.person_id
