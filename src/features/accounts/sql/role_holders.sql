-- Roles that hold on a day or later, with whoever has them; the name is that of the roster.
SELECT a.id, a.email, coalesce(v.given_name, ''), coalesce(v.family_name, ''), a.state, r.id, r.role, r.program_id,
       coalesce(g.name, ''), r.from_day, r.until_day
  FROM account_roles r
  JOIN accounts a ON a.institution_id = r.institution_id AND a.id = r.account_id
  LEFT JOIN current_person_versions v ON v.institution_id = a.institution_id AND v.person_id = a.person_id
  LEFT JOIN programs g ON g.institution_id = r.institution_id AND g.id = r.program_id
 WHERE r.institution_id = $1 AND r.until_day > $2 AND r.until_day > r.from_day
 ORDER BY a.email, r.role, r.from_day, r.id
