UPDATE jobs SET cancel_requested = TRUE,
                ended_at = CASE WHEN state = 'waiting' THEN $3 ELSE ended_at END,
                state = CASE WHEN state = 'waiting' THEN 'canceled' ELSE state END
WHERE institution_id = $1 AND id = $2 AND state IN ('waiting', 'running')
