SELECT number, record, matters, terms, widens, recorded_at
  FROM charter_versions
 WHERE institution_id = $1 AND program_id = $2
 ORDER BY number DESC LIMIT 1
