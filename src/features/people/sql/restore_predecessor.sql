INSERT INTO person_versions (institution_id, id, person_id, import_id, recorded_at, given_name, family_name, email,
  profession, kind, stage, site, unit, cohort, specialty, languages, interests, manager, capacity, minutes_per_month,
  trained_on, declared_on, present_from, present_to, left_because)
SELECT institution_id, $4, person_id, import_id, $5, given_name, family_name, email,
  profession, kind, stage, site, unit, cohort, specialty, languages, interests, manager, capacity, minutes_per_month,
  trained_on, declared_on, present_from, present_to, left_because
  FROM person_versions
 WHERE institution_id = $1 AND person_id = $2 AND retracted_by = $3
 ORDER BY recorded_at DESC LIMIT 1
