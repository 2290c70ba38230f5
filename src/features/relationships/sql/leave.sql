UPDATE relationship_parties SET left_on = $4
 WHERE institution_id = $1 AND relationship_id = $2 AND person_id = $3 AND left_on IS NULL
