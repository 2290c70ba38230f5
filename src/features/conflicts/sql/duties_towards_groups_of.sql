-- Every duty towards a group that one of some people belongs to (and memberships: see facts_near.sql).
SELECT d.id, d.kind, d.person_id, d.target_person_id, d.target_kind, d.target_group, d.from_day, d.to_day
  FROM (SELECT DISTINCT m.institution_id, m.target_group, m.target_kind
          FROM current_duties m
         WHERE m.institution_id = $1
           AND m.person_id = ANY($2)
           AND m.kind IN ('member_of', 'member_of')) g
  JOIN current_duties d ON d.institution_id = g.institution_id
                       AND d.target_group = g.target_group
                       AND d.target_kind = g.target_kind
                       AND d.kind <> 'member_of'
