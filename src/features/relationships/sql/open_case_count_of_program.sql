SELECT count(*), min(deadline)
  FROM cases
 WHERE institution_id = $1
   AND program_id = $3
   AND closed_on IS NULL
   AND state IN ('open', 'lapsed')
   AND (learner_told_at IS NOT NULL OR educator_id <> $2)
