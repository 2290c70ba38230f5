SELECT p.position, p.learner_id, l.given_name, l.family_name, l.site, p.educator_id, e.given_name, e.family_name,
       e.site, p.score, p.margin, p.verdict, p.wished, p.kept, p.reasons, p.became
  FROM match_proposals p
  JOIN current_person_versions l ON l.institution_id = p.institution_id AND l.person_id = p.learner_id
  JOIN current_person_versions e ON e.institution_id = p.institution_id AND e.person_id = p.educator_id
 WHERE p.institution_id = $1 AND p.run_id = $2 AND p.position >= $3
 ORDER BY p.position LIMIT $4
