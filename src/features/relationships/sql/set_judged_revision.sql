UPDATE relationship_parties SET judged_revision = $4 WHERE institution_id = $1 AND relationship_id = $2
  AND person_id = $3
