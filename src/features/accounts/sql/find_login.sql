-- Who was invited before the roster knew them is the person of their address (person_of_address.sql).
SELECT l.institution_id, l.id, l.account_id,
       coalesce(a.person_id,
                (SELECT v.person_id
                   FROM current_person_versions v
                  WHERE v.institution_id = a.institution_id AND v.email = a.email
                    AND NOT EXISTS (SELECT 1 FROM accounts t
                                     WHERE t.institution_id = v.institution_id AND t.person_id = v.person_id)
                    AND NOT EXISTS (SELECT 1 FROM current_person_versions o
                                     WHERE o.institution_id = v.institution_id AND o.email = v.email
                                       AND o.person_id <> v.person_id))),
       a.email, l.created_at, l.seen_at, i.time_zone
  FROM logins l
  JOIN accounts a ON a.institution_id = l.institution_id AND a.id = l.account_id AND a.state = 'active'
  JOIN institutions i ON i.id = l.institution_id
 WHERE l.token_hash = $1 AND l.ended_at IS NULL
