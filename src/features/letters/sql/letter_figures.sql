SELECT kind, outcome, count(*)
  FROM letter_outcomes
 WHERE institution_id = $1 AND program_id = $2
 GROUP BY kind, outcome
