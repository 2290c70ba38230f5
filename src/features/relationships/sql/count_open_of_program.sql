SELECT count(*)
  FROM relationships
 WHERE institution_id = $1 AND program_id = $2 AND state IN ('offered', 'active', 'paused', 'closing')
