UPDATE changes SET state = 'discarded' WHERE institution_id = $1 AND id = $2 AND state = 'staged'
