UPDATE changes SET state = 'discarded' WHERE institution_id = $1 AND state = 'staged'
