DELETE FROM recusals
 WHERE ctid = ANY (ARRAY(SELECT d.ctid FROM recusals d
                           WHERE d.institution_id = $1 AND d.said_by = $2 LIMIT $3))
