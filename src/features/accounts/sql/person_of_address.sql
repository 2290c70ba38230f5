-- The one person of the roster with this address who has no account; nobody where several share it.
SELECT v.person_id
  FROM current_person_versions v
 WHERE v.institution_id = $1 AND v.email = $2
   AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.institution_id = $1 AND a.person_id = v.person_id)
   AND NOT EXISTS (SELECT 1 FROM current_person_versions o
                    WHERE o.institution_id = $1 AND o.email = $2 AND o.person_id <> v.person_id)
