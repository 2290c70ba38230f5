SELECT count(*)
  FROM duties d
 WHERE d.institution_id = $1
   AND d.id = ANY($2)
   AND EXISTS (SELECT 1
                 FROM relationship_parties p
                 JOIN relationships r ON r.institution_id = p.institution_id AND r.id = p.relationship_id
                WHERE p.institution_id = d.institution_id
                  AND p.person_id IN (d.person_id, d.target_person_id)
                  AND p.left_on IS NULL
                  AND r.state <> 'closed')
