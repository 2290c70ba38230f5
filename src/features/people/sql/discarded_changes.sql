SELECT id FROM changes WHERE institution_id = $1 AND state = 'discarded' ORDER BY id
