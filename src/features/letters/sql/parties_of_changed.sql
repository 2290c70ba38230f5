-- Those who hear of a change. Of a conflict the learner hears first: while an open case of the relationship was not
-- told to the others, they hear nothing here either, and the case is their message.
SELECT r.id, r.program_id, p.person_id, p.side
  FROM relationships r
  JOIN relationship_parties p ON p.institution_id = r.institution_id AND p.relationship_id = r.id
 WHERE r.institution_id = $1
   AND r.id = ANY($2)
   AND p.left_on IS NULL
   AND (p.side = 'learner'
        OR NOT EXISTS (SELECT 1
                         FROM cases c
                        WHERE c.institution_id = r.institution_id
                          AND c.relationship_id = r.id
                          AND c.closed_on IS NULL
                          AND c.others_told_at IS NULL))
 ORDER BY r.program_id, r.id, p.side, p.person_id
