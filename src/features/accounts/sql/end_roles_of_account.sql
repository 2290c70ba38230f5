UPDATE account_roles SET until_day = CASE WHEN from_day > $4 THEN from_day ELSE $4 END
 WHERE institution_id = $1 AND account_id = $2 AND role = $3 AND until_day > $4
