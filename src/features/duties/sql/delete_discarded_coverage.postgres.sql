DELETE FROM coverage
 WHERE ctid = ANY (ARRAY(SELECT d.ctid FROM coverage d
                           WHERE d.institution_id = $1 AND d.said_by = $2 LIMIT $3))
