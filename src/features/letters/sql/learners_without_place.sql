-- Whom a published run brought to nobody, and who holds no place in the program by another way.
SELECT u.learner_id FROM match_unplaced u WHERE u.institution_id = $1 AND u.run_id = $2
 UNION
SELECT p.learner_id
  FROM match_proposals p
 WHERE p.institution_id = $1 AND p.run_id = $2 AND p.became NOT IN ('', 'made')
EXCEPT
SELECT h.person_id FROM places_held h WHERE h.institution_id = $1 AND h.program_id = $3 AND h.side = 'learner'
