-- A name where the value is somebody; who has no current version is shown by external id.
SELECT d.name, d.value, p.external_id, v.given_name, v.family_name
  FROM match_run_errors d
  LEFT JOIN people p ON p.institution_id = d.institution_id AND p.id = d.person_id
  LEFT JOIN current_person_versions v ON v.institution_id = d.institution_id AND v.person_id = d.person_id
 WHERE d.institution_id = $1 AND d.run_id = $2
 ORDER BY d.name
