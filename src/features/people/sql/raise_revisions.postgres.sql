DELETE FROM concerned_people
 WHERE ctid = ANY (ARRAY(SELECT d.ctid FROM concerned_people d
                           WHERE d.institution_id = $1 AND d.change_id = $2 ORDER BY d.person_id LIMIT $3))
