SELECT relationship_id, person_id, side, left_on
  FROM relationship_parties
 WHERE institution_id = $1
   AND relationship_id = ANY($2)
 ORDER BY side, person_id
