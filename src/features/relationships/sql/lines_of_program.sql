-- A page of relationships by the index, and only then, in this order, what else a line shows: joined as the planner
-- likes, it reads all parties or all people for each of them. Of a group, a line for every two.
SELECT r.id, coalesce(l.given_name, ''), coalesce(l.family_name, ''), coalesce(e.given_name, ''),
       coalesce(e.family_name, ''), r.state, r.standing, o.answer_by, n.ending
  FROM (SELECT *
          FROM relationships_now
         WHERE institution_id = $1 AND program_id = $2 AND id > $3
         ORDER BY id LIMIT $4) r
 CROSS JOIN relationship_parties pl
 CROSS JOIN relationship_parties pe
  LEFT JOIN current_person_versions l ON l.institution_id = pl.institution_id AND l.person_id = pl.person_id
  LEFT JOIN current_person_versions e ON e.institution_id = pe.institution_id AND e.person_id = pe.person_id
  LEFT JOIN offers o ON o.institution_id = r.institution_id AND o.relationship_id = r.id AND r.state = 'offered'
  LEFT JOIN endings n ON n.institution_id = r.institution_id AND n.relationship_id = r.id
 WHERE pl.institution_id = r.institution_id
   AND pl.relationship_id = r.id
   AND pl.side = 'learner'
   AND pe.institution_id = r.institution_id
   AND pe.relationship_id = r.id
   AND pe.side = 'educator'
 ORDER BY r.id, pl.person_id, pe.person_id
