-- What a person does towards others; memberships are none.
SELECT d.id, d.kind, d.target_group, v.given_name, v.family_name, d.from_day, d.to_day
  FROM current_duties d
  LEFT JOIN current_person_versions v ON v.institution_id = d.institution_id AND v.person_id = d.target_person_id
 WHERE d.institution_id = $1 AND d.person_id = $2 AND d.kind <> 'member_of'
 ORDER BY d.from_day, d.id
