SELECT holder.external_id, learner.external_id, r.from_day, r.to_day
  FROM recusal r
  JOIN person holder ON holder.institution_id = r.institution_id AND holder.person_id = r.person_id
  JOIN person learner ON learner.institution_id = r.institution_id AND learner.person_id = r.learner_id
 WHERE r.institution_id = $1 AND r.retracted_at IS NULL
 ORDER BY holder.external_id, learner.external_id, r.from_day
