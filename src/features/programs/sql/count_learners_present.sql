SELECT coalesce(CAST(sum(people) AS BIGINT), 0)
  FROM people_counts_now
 WHERE institution_id = $1 AND kind <> 'educator' AND present_from <= $2 AND $2 < present_to
