SELECT learner_id, educator_id, seats
  FROM match_proposals
 WHERE institution_id = $1 AND run_id = $2 AND became = ''
 ORDER BY position LIMIT $3
