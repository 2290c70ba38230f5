SELECT id, learner_id, educator_id, role, rule, from_day, to_day, reason, requested_at, requested_by, consented_at,
       approved_by, withdrawn_at
  FROM waivers
 WHERE institution_id = $1 AND learner_id = $2 AND educator_id = $3 AND role = $4
 ORDER BY requested_at, id
