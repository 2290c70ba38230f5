-- The first of them by the index, then their names. Each is asked about by itself: the planner would make EXISTS a join
-- with all places and all people.
SELECT w.learner_id, coalesce(l.given_name, ''), coalesce(l.family_name, ''), coalesce(l.site, ''), w.since,
       w.goes_first
  FROM (SELECT *
          FROM waiting_learners
         WHERE institution_id = $1
           AND program_id = $2
           AND (SELECT 1
                  FROM places_held h
                 WHERE h.institution_id = $1
                   AND h.program_id = $2
                   AND h.person_id = waiting_learners.learner_id
                   AND h.side = 'learner'
                 LIMIT 1) IS NULL
           AND (SELECT 1
                  FROM current_person_versions v
                 WHERE v.institution_id = $1 AND v.person_id = waiting_learners.learner_id
                 LIMIT 1) IS NOT NULL
         ORDER BY goes_first DESC, since, lot, learner_id LIMIT $3) w
  LEFT JOIN current_person_versions l ON l.institution_id = w.institution_id AND l.person_id = w.learner_id
 ORDER BY w.goes_first DESC, w.since, w.lot, w.learner_id
