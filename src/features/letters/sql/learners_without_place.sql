-- Whom a published run brought to nobody, and who holds no place in the program by another way.
SELECT w.learner_id
  FROM (SELECT u.learner_id FROM match_unplaced u WHERE u.institution_id = $1 AND u.run_id = $2
         UNION
        SELECT p.learner_id
          FROM match_proposals p
         WHERE p.institution_id = $1 AND p.run_id = $2 AND p.became NOT IN ('', 'made')) w
 WHERE NOT EXISTS (SELECT 1
                     FROM places_held h
                    WHERE h.institution_id = $1
                      AND h.program_id = $3
                      AND h.person_id = w.learner_id
                      AND h.side = 'learner')
 ORDER BY w.learner_id
