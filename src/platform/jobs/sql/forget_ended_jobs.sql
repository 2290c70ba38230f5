DELETE FROM jobs WHERE (institution_id, id) IN (
  SELECT institution_id, id FROM jobs WHERE state IN ('done', 'failed', 'canceled') AND ended_at < $1
  ORDER BY ended_at LIMIT $2)
