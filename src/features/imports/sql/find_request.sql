SELECT id, kind, state, import_id, files, duties_lost, requested_by, requested_at, decided_by, decided_at
  FROM import_requests WHERE institution_id = $1 AND id = $2
