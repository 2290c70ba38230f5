SELECT v.cohort, v.stage, v.site, v.unit, count(*)
  FROM current_person_versions v
 WHERE v.institution_id = $1 AND v.kind <> 'educator'
 GROUP BY v.cohort, v.stage, v.site, v.unit
 ORDER BY v.cohort, v.stage, v.site, v.unit
