SELECT takes_part, count(*), CAST(sum(capacity) AS BIGINT)
  FROM educator_answers
 WHERE institution_id = $1 AND program_id = $2
 GROUP BY takes_part
