UPDATE cases SET state = 'decided', way = $3, decided_by = $4, revision = revision + 1
 WHERE institution_id = $1 AND id = $2
