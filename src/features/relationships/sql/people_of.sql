-- Everybody whom a person has a relationship with, themselves left out. In this order: joined as the planner likes, all
-- parties of the institution are read.
SELECT r.id, r.program_id, g.name, r.role, r.state, r.standing, r.from_day, r.to_day, c.record,
       me.side, other.side, v.given_name, v.family_name, o.answer_by, a.answer, n.ending
  FROM relationship_parties me
 CROSS JOIN relationships_now r
 CROSS JOIN programs g
 CROSS JOIN charter_versions c
 CROSS JOIN relationship_parties other
 CROSS JOIN current_person_versions v
  LEFT JOIN offers o ON o.institution_id = r.institution_id AND o.relationship_id = r.id
  LEFT JOIN offer_answers a
    ON a.institution_id = r.institution_id AND a.relationship_id = r.id AND a.person_id = me.person_id
  LEFT JOIN endings n ON n.institution_id = r.institution_id AND n.relationship_id = r.id
 WHERE me.institution_id = $1
   AND me.person_id = $2
   AND me.left_on IS NULL
   AND r.institution_id = me.institution_id
   AND r.id = me.relationship_id
   AND g.institution_id = r.institution_id
   AND g.id = r.program_id
   AND c.institution_id = r.institution_id
   AND c.program_id = r.program_id
   AND c.number = r.charter_version
   AND other.institution_id = r.institution_id
   AND other.relationship_id = r.id
   AND other.person_id <> me.person_id
   AND v.institution_id = other.institution_id
   AND v.person_id = other.person_id
 ORDER BY r.from_day DESC, r.id, v.family_name, v.given_name
