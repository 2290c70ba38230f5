SELECT person_id, answer FROM offer_answers WHERE institution_id = $1 AND relationship_id = $2 ORDER BY person_id
