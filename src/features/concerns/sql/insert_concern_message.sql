INSERT INTO concern_messages (institution_id, concern_id, number, day, contact_id, sealed)
VALUES ($1, $2, $3, $4, $5, $6)
