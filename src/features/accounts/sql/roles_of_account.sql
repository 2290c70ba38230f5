SELECT role, program_id, from_day, until_day FROM account_roles
 WHERE institution_id = $1 AND account_id = $2 ORDER BY role, from_day, id
