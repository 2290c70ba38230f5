UPDATE relationships
   SET state = 'paused', revision = revision + 1
 WHERE institution_id = $1
   AND id = ANY($2)
   AND state <> 'paused'
