-- Roles of one account that must not meet, on days that both cover. Of a confidential contact: with any role that
-- concerns may be about.
DROP VIEW account_roles_in_conflict;
CREATE VIEW account_roles_in_conflict AS
SELECT a.institution_id, a.account_id
  FROM account_roles a
  JOIN account_roles b ON b.institution_id = a.institution_id AND b.account_id = a.account_id
   AND b.from_day < a.until_day AND a.from_day < b.until_day
 WHERE (a.role = 'operator' AND b.role = 'evaluator')
    OR (a.role = 'confidential_contact' AND b.role IN ('coordinator', 'lead', 'operator'))
    OR (a.role = 'evaluator' AND b.role = 'coordinator'
        AND (a.program_id IS NULL OR b.program_id IS NULL OR a.program_id = b.program_id));
