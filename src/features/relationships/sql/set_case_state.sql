UPDATE cases SET state = $3, closed_on = $4
 WHERE institution_id = $1 AND id = $2
