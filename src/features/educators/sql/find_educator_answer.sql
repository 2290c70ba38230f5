SELECT revision, takes_part, capacity, hours_per_month, released_by, topics, ways, path, declared_on
  FROM educator_answers
 WHERE institution_id = $1 AND program_id = $2 AND person_id = $3
