SELECT account_id, role, program_id, from_day, until_day FROM account_roles WHERE institution_id = $1 AND id = $2
