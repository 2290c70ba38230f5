UPDATE relationships
   SET standing = 'judged'
 WHERE institution_id = $1
   AND id = ANY($2)
   AND standing <> 'judged'
