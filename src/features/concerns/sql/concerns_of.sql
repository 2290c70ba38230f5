SELECT c.id, c.opened_on, c.state, m.number, m.day, m.contact_id, CAST(length(m.sealed) AS bigint)
  FROM concerns c
  JOIN concern_messages m ON m.institution_id = c.institution_id AND m.concern_id = c.id
 WHERE c.institution_id = $1
 ORDER BY c.opened_on DESC, c.id, m.number
