-- Who is asked about a proposal, and whether they have answered. The program first: the planner would begin with all
-- parties.
SELECT r.id, p.person_id, p.side, o.answer_by, o.acceptance, a.answer IS NOT NULL
  FROM relationships r
 CROSS JOIN offers o
 CROSS JOIN relationship_parties p
  LEFT JOIN offer_answers a
    ON a.institution_id = p.institution_id AND a.relationship_id = p.relationship_id AND a.person_id = p.person_id
 WHERE r.institution_id = $1
   AND r.program_id = $2
   AND r.state = 'offered'
   AND o.institution_id = r.institution_id
   AND o.relationship_id = r.id
   AND p.institution_id = r.institution_id
   AND p.relationship_id = r.id
   AND p.left_on IS NULL
 ORDER BY r.id, p.side, p.person_id
