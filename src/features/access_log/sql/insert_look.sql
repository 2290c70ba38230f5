INSERT INTO looks (institution_id, subject, day, record, account_id, at) VALUES ($1, $2, $3, $4, $5, $6)
