DELETE FROM concerned_people
 WHERE institution_id = $1 AND change_id = $2
   AND person_id IN (SELECT c.person_id FROM concerned_people c WHERE c.institution_id = $1 AND c.change_id = $2
                      ORDER BY c.person_id LIMIT $3)
