SELECT count(*) FROM account_roles WHERE institution_id = $1 AND role = $2 AND from_day <= $3 AND $3 < until_day
