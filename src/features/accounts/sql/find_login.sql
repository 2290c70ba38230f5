SELECT l.institution_id, l.id, l.account_id, a.person_id, a.email, l.created_at, l.seen_at, i.time_zone
  FROM logins l
  JOIN accounts a ON a.institution_id = l.institution_id AND a.id = l.account_id AND a.state = 'active'
  JOIN institutions i ON i.id = l.institution_id
 WHERE l.token_hash = $1 AND l.ended_at IS NULL
