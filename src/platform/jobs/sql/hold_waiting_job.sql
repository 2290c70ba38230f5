-- Changes nothing, and keeps the rows from whoever would claim one, until the transaction ends.
UPDATE jobs SET attempts = attempts
WHERE institution_id = $1 AND kind = $2 AND state = 'waiting' AND attempts = 0
