-- Accounts that can sign in and run the whole institution on a day.
SELECT count(DISTINCT a.id)
  FROM account_roles r
  JOIN accounts a ON a.institution_id = r.institution_id AND a.id = r.account_id
 WHERE r.institution_id = $1 AND r.role = 'coordinator' AND r.program_id IS NULL AND a.state = 'active'
   AND r.from_day <= $2 AND $2 < r.until_day
