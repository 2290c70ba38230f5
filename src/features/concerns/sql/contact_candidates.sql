-- Accounts with the role on a day. Whether it holds beside their other roles and duties is asked of accounts.
SELECT a.id, a.email, a.person_id
  FROM accounts a
 WHERE a.institution_id = $1 AND a.state = 'active'
   AND EXISTS (SELECT 1 FROM account_roles r
                WHERE r.institution_id = a.institution_id AND r.account_id = a.id AND r.role = 'confidential_contact'
                  AND r.program_id IS NULL AND r.from_day <= $2 AND $2 < r.until_day)
 ORDER BY a.id
