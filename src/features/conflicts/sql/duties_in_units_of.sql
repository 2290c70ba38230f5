-- Duties towards anybody who shares a unit with the person: from these follows what is known of the unit.
SELECT DISTINCT d.kind, m.target_group, m.from_day, m.to_day, d.from_day, d.to_day
  FROM current_duties mine
  JOIN current_duties m ON m.institution_id = mine.institution_id
                       AND m.target_group = mine.target_group
                       AND m.target_kind = 'unit'
                       AND m.kind = 'member_of'
  JOIN current_duties d ON d.institution_id = m.institution_id
                       AND d.target_person_id = m.person_id
                       AND d.from_day < m.to_day
                       AND m.from_day < d.to_day
 WHERE mine.institution_id = $1
   AND mine.person_id = $2
   AND mine.kind = 'member_of'
   AND mine.target_kind = 'unit'
