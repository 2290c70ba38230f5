-- The states as in the index on moments of ending.
SELECT count(*) FROM jobs
 WHERE state IN ('done', 'failed', 'canceled') AND state = 'failed' AND ended_at >= $2 AND institution_id = $1
