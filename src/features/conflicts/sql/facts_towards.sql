-- Towards the person; of the person, as far as memberships and relations go; towards a group they belong to.
SELECT d.id, d.kind, d.person_id, d.target_person_id, d.target_kind, d.target_group, d.from_day, d.to_day
  FROM current_duties d
 WHERE d.institution_id = $1
   AND d.target_person_id = $2
UNION ALL
SELECT d.id, d.kind, d.person_id, d.target_person_id, d.target_kind, d.target_group, d.from_day, d.to_day
  FROM current_duties d
 WHERE d.institution_id = $1
   AND d.person_id = $2
   AND d.kind IN ('member_of', 'related_to')
UNION ALL
SELECT d.id, d.kind, d.person_id, d.target_person_id, d.target_kind, d.target_group, d.from_day, d.to_day
  FROM current_duties m
  JOIN current_duties d ON d.institution_id = m.institution_id
                       AND d.target_group = m.target_group
                       AND d.target_kind = m.target_kind
                       AND d.kind <> 'member_of'
 WHERE m.institution_id = $1
   AND m.person_id = $2
   AND m.kind = 'member_of'
