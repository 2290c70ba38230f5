INSERT INTO import_requests (institution_id, id, kind, state, import_id, files, duties_lost, requested_by, requested_at)
VALUES ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8)
