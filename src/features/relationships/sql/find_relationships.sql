SELECT id, program_id, charter_version, role, state, standing, from_day, to_day, revision
  FROM relationships_now
 WHERE institution_id = $1
   AND id = ANY($2)
