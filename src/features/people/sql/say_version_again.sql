INSERT INTO person_versions (institution_id, id, person_id, said_by, given_name, family_name, email, profession, kind,
  stage, site, unit, cohort, specialty, languages, interests, manager, capacity, minutes_per_month, trained_on,
  declared_on, present_from, present_to, left_because)
SELECT institution_id, $4, person_id, $5, given_name, family_name, email, profession, kind,
  stage, site, unit, cohort, specialty, languages, interests, manager, capacity, minutes_per_month, trained_on,
  declared_on, present_from, present_to, left_because
  FROM person_versions
 WHERE institution_id = $1 AND person_id = $2 AND retracted_by = $3
