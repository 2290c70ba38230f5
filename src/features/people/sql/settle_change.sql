UPDATE changes SET state = 'settled' WHERE institution_id = $1 AND id = $2 AND state = 'applied'
