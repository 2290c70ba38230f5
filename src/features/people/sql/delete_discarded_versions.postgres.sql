DELETE FROM person_versions
 WHERE ctid = ANY (ARRAY(SELECT d.ctid FROM person_versions d
                           WHERE d.institution_id = $1 AND d.said_by = $2 LIMIT $3))
