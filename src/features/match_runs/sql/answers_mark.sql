-- What moves with every answer to an offer of the program, counted from indexes alone.
SELECT count(*) FROM relationships WHERE institution_id = $1 AND program_id = $2 AND state = 'offered'
 UNION ALL
SELECT count(*) FROM relationships WHERE institution_id = $1 AND program_id = $2 AND state = 'closed'
 UNION ALL
SELECT count(*) FROM offer_answers WHERE institution_id = $1
