-- What is not over about a person, in the order of deadlines; as an educator, only what the learner was told of. Asked
-- by state, so that cases are found by relationship and not along the lists of all that are not closed.
SELECT c.id, c.relationship_id, c.learner_id, c.educator_id, c.tie, c.rule, c.level, c.opened_on, c.deadline,
       c.starts_on, c.state, c.way, c.learner_told_at, c.others_told_at, c.closed_on, c.program_id, c.revision,
       coalesce(v.given_name, ''), coalesce(v.family_name, '')
  FROM cases c
  LEFT JOIN current_person_versions v
    ON v.institution_id = c.institution_id
   AND v.person_id = CASE WHEN c.learner_id = $2 THEN c.educator_id ELSE c.learner_id END
 WHERE c.institution_id = $1
   AND c.relationship_id IN (SELECT me.relationship_id
                               FROM relationship_parties me
                              WHERE me.institution_id = $1
                                AND me.person_id = $2
                                AND me.left_on IS NULL)
   AND c.state <> 'closed'
   AND (c.learner_id = $2 OR c.educator_id = $2 AND c.learner_told_at IS NOT NULL)
 ORDER BY c.deadline, c.id
