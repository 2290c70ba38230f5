-- The few of the person first, then their names: the planner would begin with everybody.
SELECT t.not_with_id
  FROM vetoes t
 CROSS JOIN current_person_versions v
 WHERE t.institution_id = $1
   AND t.program_id = $2
   AND t.person_id = $3
   AND v.institution_id = t.institution_id
   AND v.person_id = t.not_with_id
 ORDER BY v.family_name, v.given_name, t.not_with_id
