SELECT cohort, stage, site, unit, CAST(sum(people) AS BIGINT)
  FROM people_counts_now
 WHERE institution_id = $1 AND kind <> 'educator'
 GROUP BY cohort, stage, site, unit
HAVING sum(people) > 0
 ORDER BY cohort, stage, site, unit
