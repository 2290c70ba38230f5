-- The same where no coverage is stated: units whose learners have no group today about which any duty of this class is
-- known; a unit also through such a duty towards one of its members (features/duties/roster_facts.h).
SELECT m.target_group, count(DISTINCT m.person_id)
  FROM (SELECT DISTINCT g.target_group
          FROM duties g
         WHERE g.institution_id = $1
           AND g.kind = 'member_of'
           AND g.target_kind = 'unit'
           AND NOT EXISTS (SELECT 1
                             FROM duties_by_class d
                            WHERE d.institution_id = $1
                              AND d.target_group = g.target_group
                              AND d.target_kind = 'unit'
                              AND d.coverage_class = $2
                              AND d.from_day <= $3
                              AND $3 < d.to_day)
           AND NOT EXISTS (SELECT 1
                             FROM current_duties n
                             JOIN duties_by_class d ON d.institution_id = n.institution_id
                                                   AND d.target_person_id = n.person_id
                            WHERE n.institution_id = $1
                              AND n.target_group = g.target_group
                              AND n.target_kind = 'unit'
                              AND n.kind = 'member_of'
                              AND n.from_day <= $3
                              AND $3 < n.to_day
                              AND d.coverage_class = $2
                              AND d.from_day <= $3
                              AND $3 < d.to_day)) u
  JOIN current_duties m ON m.institution_id = $1 AND m.target_group = u.target_group
                       AND m.target_kind = 'unit' AND m.kind = 'member_of' AND m.from_day <= $3 AND $3 < m.to_day
  JOIN current_person_versions v ON v.institution_id = $1 AND v.person_id = m.person_id AND v.kind <> 'educator'
 WHERE NOT EXISTS (SELECT 1
                     FROM current_duties o
                     JOIN duties_by_class d ON d.institution_id = o.institution_id
                                           AND d.target_group = o.target_group
                                           AND d.target_kind = o.target_kind
                    WHERE o.institution_id = $1
                      AND o.person_id = m.person_id
                      AND o.kind = 'member_of'
                      AND o.from_day <= $3
                      AND $3 < o.to_day
                      AND d.coverage_class = $2
                      AND d.from_day <= $3
                      AND $3 < d.to_day)
 GROUP BY m.target_group
 ORDER BY m.target_group LIMIT $4
