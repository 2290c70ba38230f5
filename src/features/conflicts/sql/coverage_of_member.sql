SELECT DISTINCT c.kind, c.target_kind, c.target_group, c.from_day, c.to_day
  FROM current_duties m
  JOIN current_coverage c ON c.institution_id = m.institution_id
                         AND c.target_group = m.target_group
                         AND c.target_kind = m.target_kind
 WHERE m.institution_id = $1 AND m.person_id = $2 AND m.kind = 'member_of'
