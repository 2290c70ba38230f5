-- Those that are noted from the index alone; the outbox is asked about the others.
SELECT kind, outcome, count(*)
  FROM letters_posted
 WHERE institution_id = $1 AND program_id = $2 AND outcome <> ''
 GROUP BY kind, outcome
 UNION ALL
SELECT kind, outcome, count(*)
  FROM letter_outcomes
 WHERE institution_id = $1 AND program_id = $2 AND noted = ''
 GROUP BY kind, outcome
