-- Offers that no longer wait for answers on this day.
SELECT o.relationship_id
  FROM offers o
  JOIN relationships r ON r.institution_id = o.institution_id AND r.id = o.relationship_id
 WHERE o.institution_id = $1
   AND o.answer_by <= $2
   AND r.state = 'offered'
 ORDER BY o.answer_by, o.relationship_id LIMIT $3
