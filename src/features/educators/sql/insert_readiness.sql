INSERT INTO readiness_checks (institution_id, person_id, role, passed_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (institution_id, person_id, role) DO NOTHING
