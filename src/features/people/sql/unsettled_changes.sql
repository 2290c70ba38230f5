SELECT institution_id, id FROM changes WHERE state = 'applied' ORDER BY institution_id, applied_number
