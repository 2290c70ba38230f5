-- Who has or had somebody in the program: learner, educator, whether it is open, and whether a new match would bring
-- together again who went apart.
SELECT pl.person_id, pe.person_id, r.state <> 'closed',
       EXISTS (SELECT 1
                 FROM endings n
                WHERE n.institution_id = r.institution_id
                  AND n.relationship_id = r.id
                  AND n.ending NOT IN ('completed', 'conflict'))
  FROM relationships r
  JOIN relationship_parties pl
    ON pl.institution_id = r.institution_id AND pl.relationship_id = r.id AND pl.side = 'learner'
  JOIN relationship_parties pe
    ON pe.institution_id = r.institution_id AND pe.relationship_id = r.id AND pe.side = 'educator'
 WHERE r.institution_id = $1 AND r.program_id = $2 AND pl.left_on IS NULL AND pe.left_on IS NULL
 ORDER BY pl.person_id, pe.person_id, r.id
