-- How many cases that are not over fall on each day, the days on which pairs pause apart from the others.
SELECT coalesce(starts_on, deadline), count(*), count(starts_on)
  FROM cases
 WHERE institution_id = $1
   AND program_id = $3
   AND closed_on IS NULL
   AND (learner_told_at IS NOT NULL OR educator_id <> $2)
 GROUP BY coalesce(starts_on, deadline)
 ORDER BY coalesce(starts_on, deadline)
