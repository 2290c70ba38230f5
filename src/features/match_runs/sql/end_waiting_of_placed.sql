DELETE FROM waiting_learners
 WHERE institution_id = $1
   AND program_id = $2
   AND EXISTS (SELECT 1
                 FROM places_held h
                WHERE h.institution_id = waiting_learners.institution_id
                  AND h.program_id = waiting_learners.program_id
                  AND h.person_id = waiting_learners.learner_id
                  AND h.side = 'learner')
