-- Who has or had somebody in the program: learner, educator, whether it is open, and whether a new match would bring
-- together again who went apart. The program first: the planner would begin with all parties.
SELECT pl.person_id, pe.person_id, r.state <> 'closed',
       EXISTS (SELECT 1
                 FROM endings n
                WHERE n.institution_id = r.institution_id
                  AND n.relationship_id = r.id
                  AND n.ending NOT IN ('completed', 'conflict'))
  FROM relationships r
 CROSS JOIN relationship_parties pl
 CROSS JOIN relationship_parties pe
 WHERE r.institution_id = $1
   AND r.program_id = $2
   AND pl.institution_id = r.institution_id
   AND pl.relationship_id = r.id
   AND pl.side = 'learner'
   AND pl.left_on IS NULL
   AND pe.institution_id = r.institution_id
   AND pe.relationship_id = r.id
   AND pe.side = 'educator'
   AND pe.left_on IS NULL
 ORDER BY pl.person_id, pe.person_id, r.id
