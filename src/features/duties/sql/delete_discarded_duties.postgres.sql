DELETE FROM duties
 WHERE ctid = ANY (ARRAY(SELECT d.ctid FROM duties d
                           WHERE d.institution_id = $1 AND d.said_by = $2 LIMIT $3))
