DELETE FROM people
 WHERE ctid = ANY (ARRAY(SELECT d.ctid FROM people d
                           WHERE d.institution_id = $1 AND d.said_by = $2 LIMIT $3))
