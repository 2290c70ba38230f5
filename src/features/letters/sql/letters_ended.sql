-- Letters that have ended in the outbox and were not noted yet.
SELECT program_id, kind, person_id, occasion, outcome
  FROM letter_outcomes
 WHERE institution_id = $1 AND noted = '' AND outcome <> 'waiting'
 LIMIT $2
