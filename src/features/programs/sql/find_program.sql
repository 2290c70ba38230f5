SELECT p.id, p.state, p.started_at, p.revision, v.number, v.record, v.matters, v.terms, v.widens, v.recorded_at
  FROM programs p
  JOIN charter_versions v ON v.institution_id = p.institution_id AND v.program_id = p.id
 WHERE p.institution_id = $1
   AND p.id = $2
 ORDER BY v.number DESC LIMIT 1
