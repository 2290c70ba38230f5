SELECT holder.external_id, learner.external_id, r.from_day, r.to_day, r.what
  FROM current_recusals r
  JOIN people holder ON holder.institution_id = r.institution_id AND holder.id = r.person_id
  JOIN people learner ON learner.institution_id = r.institution_id AND learner.id = r.learner_id
 WHERE r.institution_id = $1
 ORDER BY holder.external_id, learner.external_id, r.from_day
