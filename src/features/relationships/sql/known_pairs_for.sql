-- Known pairs in the role of a program, a learner at a time, the newest first, and what there is of them in it. Pairs
-- before people: the planner would begin with everybody.
SELECT k.learner_id, l.given_name, l.family_name, k.educator_id, e.given_name, e.family_name, k.from_day, k.to_day,
       EXISTS (SELECT 1
                 FROM places_held a
                 JOIN relationship_parties b
                   ON b.institution_id = a.institution_id
                  AND b.relationship_id = a.relationship_id
                  AND b.person_id = k.educator_id
                WHERE a.institution_id = k.institution_id
                  AND a.program_id = $2
                  AND a.person_id = k.learner_id
                  AND a.side = 'learner'),
       EXISTS (SELECT 1
                 FROM relationship_parties a
                 JOIN relationship_parties b
                   ON b.institution_id = a.institution_id
                  AND b.relationship_id = a.relationship_id
                  AND b.person_id = k.educator_id
                 JOIN relationships r ON r.institution_id = a.institution_id AND r.id = a.relationship_id
                WHERE a.institution_id = k.institution_id
                  AND a.person_id = k.learner_id
                  AND a.side = 'learner'
                  AND r.program_id = $2),
       EXISTS (SELECT 1
                 FROM places_held h
                WHERE h.institution_id = k.institution_id
                  AND h.program_id = $2
                  AND h.person_id = k.learner_id
                  AND h.side = 'learner')
  FROM known_pairs k
 CROSS JOIN current_person_versions l
 CROSS JOIN current_person_versions e
 WHERE k.institution_id = $1
   AND k.role IN ('', $3)
   AND l.institution_id = k.institution_id
   AND l.person_id = k.learner_id
   AND e.institution_id = k.institution_id
   AND e.person_id = k.educator_id
 ORDER BY l.family_name, l.given_name, k.learner_id, k.from_day DESC, k.educator_id, k.role
