SELECT cohort, stage, site, unit, CAST(sum(people) AS BIGINT)
  FROM people_counts_now
 WHERE institution_id = $1 AND kind <> 'educator' AND present_from <= $2 AND $2 < present_to
 GROUP BY cohort, stage, site, unit
HAVING sum(people) > 0
 ORDER BY cohort, stage, site, unit
