INSERT INTO account_roles (institution_id, id, account_id, role, program_id, from_day, until_day, granted_at,
  granted_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
