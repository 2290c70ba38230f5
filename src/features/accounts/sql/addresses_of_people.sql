-- Where people can be written to: the address they sign in with, else the one of the roster.
SELECT p.id, CASE WHEN a.email IS NULL THEN v.email ELSE a.email END
  FROM people p
  LEFT JOIN accounts a ON a.institution_id = p.institution_id AND a.person_id = p.id AND a.state = 'active'
  LEFT JOIN current_person_versions v ON v.institution_id = p.institution_id AND v.person_id = p.id
 WHERE p.institution_id = $1
   AND p.id = ANY($2)
