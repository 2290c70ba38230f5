-- By name where they fit on a page; of more, those of the first ids: names would have all of them read.
SELECT u.learner_id, coalesce(l.given_name, ''), coalesce(l.family_name, ''), coalesce(l.site, ''), u.reason
  FROM (SELECT *
          FROM match_unplaced
         WHERE institution_id = $1 AND run_id = $2
         ORDER BY learner_id LIMIT $3) u
  LEFT JOIN current_person_versions l ON l.institution_id = u.institution_id AND l.person_id = u.learner_id
 ORDER BY l.family_name, l.given_name, u.learner_id
