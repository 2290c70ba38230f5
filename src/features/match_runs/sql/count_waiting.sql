SELECT count(*)
  FROM waiting_learners w
 WHERE w.institution_id = $1
   AND w.program_id = $2
   AND NOT EXISTS (SELECT 1
                     FROM places_held h
                    WHERE h.institution_id = w.institution_id
                      AND h.program_id = w.program_id
                      AND h.person_id = w.learner_id
                      AND h.side = 'learner')
   AND EXISTS (SELECT 1
                 FROM current_person_versions v
                WHERE v.institution_id = w.institution_id AND v.person_id = w.learner_id)
