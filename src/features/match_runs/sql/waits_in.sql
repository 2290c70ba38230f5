-- The programs in which somebody waits for a seat.
SELECT w.program_id, p.name
  FROM waiting_learners w
  JOIN programs p ON p.institution_id = w.institution_id AND p.id = w.program_id
 WHERE w.institution_id = $1
   AND w.learner_id = $2
   AND p.state <> 'archived'
   AND NOT EXISTS (SELECT 1
                     FROM places_held h
                    WHERE h.institution_id = w.institution_id
                      AND h.program_id = w.program_id
                      AND h.person_id = w.learner_id
                      AND h.side = 'learner')
 ORDER BY p.name, w.program_id
