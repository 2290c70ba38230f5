SELECT r.role, r.program_id
  FROM account_roles r
 WHERE r.institution_id = $1 AND r.account_id = $2 AND r.from_day <= $3 AND $3 < r.until_day
   AND (r.role <> 'confidential_contact'
        OR NOT EXISTS (SELECT 1 FROM account_powers p
                        WHERE p.institution_id = r.institution_id AND p.account_id = r.account_id
                          AND p.from_day <= $3 AND $3 < p.to_day))
 ORDER BY r.role, r.program_id NULLS FIRST
