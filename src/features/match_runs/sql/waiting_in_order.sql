SELECT w.learner_id, l.given_name, l.family_name, l.site, w.since, w.goes_first
  FROM waiting_learners w
  JOIN current_person_versions l ON l.institution_id = w.institution_id AND l.person_id = w.learner_id
 WHERE w.institution_id = $1
   AND w.program_id = $2
   AND NOT EXISTS (SELECT 1
                     FROM places_held h
                    WHERE h.institution_id = w.institution_id
                      AND h.program_id = w.program_id
                      AND h.person_id = w.learner_id
                      AND h.side = 'learner')
 ORDER BY w.goes_first DESC, w.since, w.lot, w.learner_id LIMIT $3
