UPDATE match_runs SET state = 'done', learners = $3, educators = $4, seats = $5, matched = $6
 WHERE institution_id = $1 AND id = $2
