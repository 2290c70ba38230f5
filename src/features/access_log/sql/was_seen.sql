SELECT 1 FROM looks WHERE institution_id = $1 AND subject = $2 AND day = $3 AND record = $4 AND account_id = $5
