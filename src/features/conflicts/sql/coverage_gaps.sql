-- Units whose learners have no group today that states facts of this class complete. Units are sifted before their
-- members are read.
SELECT m.target_group, count(DISTINCT m.person_id)
  FROM (SELECT DISTINCT g.target_group
          FROM duties g
         WHERE g.institution_id = $1
           AND g.kind = 'member_of'
           AND g.target_kind = 'unit'
           AND NOT EXISTS (SELECT 1
                             FROM current_coverage c
                            WHERE c.institution_id = $1
                              AND c.target_group = g.target_group
                              AND c.target_kind = 'unit'
                              AND c.kind = $2
                              AND c.from_day <= $3
                              AND $3 < c.to_day)) u
  JOIN current_duties m ON m.institution_id = $1 AND m.target_group = u.target_group
                       AND m.target_kind = 'unit' AND m.kind = 'member_of' AND m.from_day <= $3 AND $3 < m.to_day
  JOIN current_person_versions v ON v.institution_id = $1 AND v.person_id = m.person_id AND v.kind <> 'educator'
 WHERE NOT EXISTS (SELECT 1
                     FROM current_duties o
                     JOIN current_coverage c ON c.institution_id = o.institution_id
                                            AND c.target_group = o.target_group
                                            AND c.target_kind = o.target_kind
                    WHERE o.institution_id = $1
                      AND o.person_id = m.person_id
                      AND o.kind = 'member_of'
                      AND o.from_day <= $3
                      AND $3 < o.to_day
                      AND c.kind = $2
                      AND c.from_day <= $3
                      AND $3 < c.to_day)
 GROUP BY m.target_group
 ORDER BY m.target_group LIMIT $4
