SELECT count(*) FROM (SELECT 1 FROM accounts LIMIT 1) found
