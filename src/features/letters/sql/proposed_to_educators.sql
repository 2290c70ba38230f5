SELECT educator_id, count(*)
  FROM match_proposals
 WHERE institution_id = $1 AND run_id = $2
 GROUP BY educator_id
 ORDER BY educator_id
