SELECT d.id, d.kind, d.person_id, d.target_person_id, d.target_kind, d.target_group, d.from_day, d.to_day
  FROM duties d
 WHERE d.institution_id = $1 AND d.target_person_id = $2 AND d.retracted_at IS NULL
UNION
SELECT d.id, d.kind, d.person_id, d.target_person_id, d.target_kind, d.target_group, d.from_day, d.to_day
  FROM duties d
 WHERE d.institution_id = $1 AND d.person_id = $2 AND d.kind IN ('member_of', 'related_to') AND d.retracted_at IS NULL
UNION
SELECT d.id, d.kind, d.person_id, d.target_person_id, d.target_kind, d.target_group, d.from_day, d.to_day
  FROM duties m
  JOIN duties d ON d.institution_id = m.institution_id AND d.target_group = m.target_group
    AND d.target_kind = m.target_kind
                AND d.kind <> 'member_of' AND d.retracted_at IS NULL
 WHERE m.institution_id = $1 AND m.person_id = $2 AND m.kind = 'member_of' AND m.retracted_at IS NULL
