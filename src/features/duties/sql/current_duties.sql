SELECT d.id, d.kind, holder.external_id, d.target_kind, target.external_id, d.target_group, d.from_day, d.to_day,
  d.source
  FROM current_duties d
  JOIN people holder ON holder.institution_id = d.institution_id AND holder.id = d.person_id
  LEFT JOIN people target ON target.institution_id = d.institution_id AND target.id = d.target_person_id
 WHERE d.institution_id = $1
 ORDER BY holder.external_id, d.kind, d.from_day, d.id
