-- Who manages some people, themselves or through a group; and which groups these are.
-- Memberships are asked for twice over so that SQLite finds them by person (duty_of_person): else it reads the members
-- of every group of the institution, in the order that DISTINCT would like. The last kind is an expression so that
-- PostgreSQL asks each group: else it may read all management there is.
SELECT d.id, d.kind, d.person_id, d.target_person_id, d.target_kind, d.target_group, d.from_day, d.to_day
  FROM current_duties d
 WHERE d.institution_id = $1
   AND d.target_person_id = ANY($2)
   AND d.kind = 'manages'
UNION ALL
SELECT d.id, d.kind, d.person_id, d.target_person_id, d.target_kind, d.target_group, d.from_day, d.to_day
  FROM current_duties d
 WHERE d.institution_id = $1
   AND d.person_id = ANY($2)
   AND d.kind = 'member_of'
UNION ALL
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
                       AND d.kind || '' = 'manages'
