SELECT p.id, p.state, p.started_at, p.revision, v.number, v.record, v.matters, v.terms, v.widens, v.recorded_at
  FROM programs p
  JOIN charter_versions v ON v.institution_id = p.institution_id AND v.program_id = p.id
 WHERE p.institution_id = $1
   AND v.number = (SELECT max(w.number)
                     FROM charter_versions w
                    WHERE w.institution_id = p.institution_id AND w.program_id = p.id)
 ORDER BY p.name, p.id
