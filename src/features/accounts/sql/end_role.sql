UPDATE account_roles SET until_day = $3 WHERE institution_id = $1 AND id = $2 AND until_day > $3
