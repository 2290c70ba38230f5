INSERT INTO person_versions (institution_id, id, person_id, said_by, given_name, family_name, email, profession, kind,
  stage, site, unit, cohort, specialty, languages, interests, manager, capacity, minutes_per_month, trained_on,
  declared_on, present_from, present_to, left_because)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
