-- Duties towards anybody who shares a unit with some people: from these follows what is known of the unit.
-- Memberships are asked for twice over so that SQLite finds them by person (duty_of_person): else it reads the members
-- of every group of the institution, in the order that DISTINCT would like.
SELECT DISTINCT d.kind, m.target_group, m.from_day, m.to_day, d.from_day, d.to_day
  FROM (SELECT DISTINCT m.institution_id, m.target_group, m.target_kind
          FROM current_duties m
         WHERE m.institution_id = $1
           AND m.person_id = ANY($2)
           AND m.kind IN ('member_of', 'member_of')
           AND m.target_kind = 'unit') g
  JOIN current_duties m ON m.institution_id = g.institution_id
                       AND m.target_group = g.target_group
                       AND m.target_kind = g.target_kind
                       AND m.kind = 'member_of'
  JOIN current_duties d ON d.institution_id = m.institution_id
                       AND d.target_person_id = m.person_id
                       AND d.from_day < m.to_day
                       AND m.from_day < d.to_day
