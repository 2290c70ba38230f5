-- Memberships are asked for twice over so that SQLite finds them by person (duty_of_person): else it reads the members
-- of every group of the institution, in the order that DISTINCT would like.
SELECT c.kind, c.target_kind, c.target_group, c.from_day, c.to_day
  FROM (SELECT DISTINCT m.institution_id, m.target_group, m.target_kind
          FROM current_duties m
         WHERE m.institution_id = $1
           AND m.person_id = ANY($2)
           AND m.kind IN ('member_of', 'member_of')) g
  JOIN current_coverage c ON c.institution_id = g.institution_id
                         AND c.target_group = g.target_group
                         AND c.target_kind = g.target_kind
