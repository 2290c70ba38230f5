SELECT number, day, contact_id, sealed
  FROM concern_messages
 WHERE institution_id = $1 AND concern_id = $2
 ORDER BY number
