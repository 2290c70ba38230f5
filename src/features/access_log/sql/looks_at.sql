-- The newest day first; whoever belongs to nobody in the roster is known by their address.
SELECT l.day, l.record, coalesce(v.given_name, ''), coalesce(v.family_name, ''), a.email
  FROM looks l
  JOIN accounts a ON a.institution_id = l.institution_id AND a.id = l.account_id
  LEFT JOIN current_person_versions v ON v.institution_id = a.institution_id AND v.person_id = a.person_id
 WHERE l.institution_id = $1 AND l.subject = $2 AND l.day >= $3
 ORDER BY l.day DESC, l.at DESC, l.record, a.email
 LIMIT $4
