SELECT count(*) FROM (SELECT 1 FROM accounts WHERE proof IS NOT NULL LIMIT 1) found
