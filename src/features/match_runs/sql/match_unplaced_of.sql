SELECT u.learner_id, l.given_name, l.family_name, l.site, u.reason
  FROM match_unplaced u
  JOIN current_person_versions l ON l.institution_id = u.institution_id AND l.person_id = u.learner_id
 WHERE u.institution_id = $1 AND u.run_id = $2
 ORDER BY l.family_name, l.given_name, u.learner_id LIMIT $3
